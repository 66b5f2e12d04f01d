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
fault-draft-gone = The file you looked at is not here any more
fault-draft-gone-next = A file waits for an hour, and it is not here any more: or you have looked at another one since. Choose it again; nothing was sent now.
fault-home = To the start
fault-forbidden = This is for teachers
fault-forbidden-next = You are signed in, but your role does not allow this.
fault-not-found = There is nothing here
fault-not-found-next = Check the address, or begin from the start page.
fault-closed = The homework is closed
fault-closed-next = It accepts no submissions any more. What you sent before counts.
fault-not-open = The homework is not open yet
fault-not-open-next = It opens on { $opens }.
fault-no-attempts-left = All attempts are used
fault-no-attempts-left-next = Your best submission counts. Nothing was stored now.
fault-too-large = The file is too large
fault-too-large-next = Save only the arrays that the homework asks for.
fault-form = The form is incomplete
fault-invalid = This cannot be used
fault-answers = The answers file cannot be used
fault-no-course = No course is published
fault-no-course-next = The operator has to publish a valid grading config first.
fault-internal = Something failed on our side
fault-internal-next = Nothing was stored and nothing was counted. Please try again; if it happens again, tell your teacher the time.
fault-launch = The platform’s message lets nobody in
fault-platform = The learning platform did not do it
problem-launch = A message of a learning platform cannot be taken; the detail says why and what to do.
problem-platform = A learning platform did not do what it was asked; the detail says what it answered.
problem-form = The request lacks something, or something in it cannot be read; the detail says what and what to send instead.
problem-invalid = A value cannot be used; the detail names it and says what is expected.
problem-answers = The answers file cannot be used; the detail names the array, what was found and what was expected. Nothing was stored and no attempt was counted.
problem-course = The grading config cannot be used; `diagnostics` lists every problem with its place and what to write instead. The version in force stays.
problem-quota = The files of this homework would take more room than one person has for it; the detail says how much is used and of how much. Nothing was stored and no attempt was counted.
fault-method = This cannot be done here
fault-method-next = The address is right, but it does not take requests of this kind. Begin from the start page.
fault-cross-site = This request came from another site
fault-cross-site-next = For your safety nothing was changed. Open the page here and do it again.
fault-sign-in = You are not signed in
fault-sign-in-next = Open your sign-in link. If it no longer works or is lost, ask your teacher for a new one.
fault-sign-in-program = Send a token as Authorization: Bearer TOKEN. One is made on the account page and works until it is revoked there.
fault-link-expired = This link does not work
fault-link-expired-next = It has expired or is incomplete. Ask your teacher for a new one.
fault-link-ended = This link works no more
fault-link-ended-next = A newer one was made in its place, or it was ended with your access. Open the newest link that you were given, or ask your teacher for one.
fault-link-used = This link was used already
fault-link-used-next = A link that comes by e-mail signs in once. If that was you, you are signed in where you opened it; here, ask for another letter on the sign-in page.
fault-deactivated = Your access is switched off
fault-deactivated-next = A teacher switched it off, so this link signs nobody in. What you sent and your points are kept. If that is a mistake, write to your teacher.
fault-too-many = Too many requests at once
fault-too-many-next = { $n ->
    [one] Wait { $n } second and try again.
   *[other] Wait { $n } seconds and try again.
} Nothing was stored now.
fault-many-tokens = You hold as many tokens as one may
fault-many-tokens-next = There may be { $most } of them. Revoke one that you no longer use, then make another; none was made now.
fault-away = The course's database does not answer just now
fault-away-next = Nothing is wrong with your sign-in, and everything that was acknowledged is kept. Try again in a minute.
fault-course-moved = Another version was published meanwhile
fault-course-moved-next = Get the version in force, look at what it changed, and try again.
fault-takes-points = The new version takes points from students
fault-takes-points-next = As soon as it is in force, { $n ->
    [one] one homework of a student loses
   *[other] { $n } homeworks of students lose
  } points. See who loses how much with ?dry_run=true; if that is meant, publish with ?take_points=true. Nothing was published now.
fault-regrade-busy = Another regrade is still under way
fault-regrade-busy-next = Its progress is on the “Regrade” page. Wait until it is finished, then start this one again; nothing was started now.
typed-again = What you typed is kept
typed-what = Correct it here and send it again, or go back to the page.
typed-sign-in = Your session has ended. Sign in in another tab, come back to this one and send the form.
typed-send = Send again
typed-back = Back to the page of the form
typed-points = Points
typed-reason = Reason
typed-comment = Comment
typed-text = Text
typed-name = Name
typed-day = Day
typed-time = Time
typed-days = Days
typed-note = What changes and why
typed-key = { $key }
fault-other-inputs = These answers are for something else
fault-other-inputs-next = { $what } Nothing was stored and no attempt was counted. To send the file all the same, add ?anyway=true to the address, or say dgm submit --anyway.
problem-other-inputs = The file is no answer to this student's inputs of this homework: it answers practice inputs, belongs to another homework, or is a file of inputs. Nothing was stored and no attempt was counted; with ?anyway=true it is taken all the same.
fault-not-signed-in-next = Somebody came from a sign-in provider or a proxy, and was not signed in: the provider does not vouch for them, or nobody in the course is known by what it says.
