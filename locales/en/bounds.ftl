fault-at-once = Too much at once
fault-at-once-next = Something of yours is still under way. Wait until it is done, or a few seconds, and try again. Nothing was stored now.
fault-busy = Too many people are sending at once
fault-busy-next = The server takes as much as it can. Try again in a few seconds; nothing was stored now, and nothing was counted.
fault-slow = Nothing came for too long
fault-slow-next = The connection stood still in the middle of what you sent. Send it again; nothing was stored now.
fault-broken-body = What you sent broke off
fault-broken-body-next = It ended before its end, or its parts do not fit together. Send it again; nothing was stored now.
fault-multipart = This is a form with a file in it
fault-multipart-next = Send the file itself as the body of the request: curl --data-binary @answers.npz, or data=open("answers.npz", "rb") in Python. Nothing was stored now.
fault-quota = Your files for this homework take too much room
fault-quota-next = They take { $used } of { $most }, and this one does not fit in any more. What you sent before counts. Send a smaller file with only the arrays that are asked for, or ask your teacher for more room (storage_mib in the grading config).
storage-used = Your files for this homework take { $used } of { $most }.
unknown-more = { $n ->
    [one] and { $n } more
   *[other] and { $n } more
}
draft-moved = The course was changed since you chose this file. What is shown here is from before; the file will be checked anew when you send it.
counts-from = A submission counts from when its sending began, however long the upload takes.
receipt-counts-from = when its sending began
