requests = Regrade requests
requests-one = A regrade request
requests-answer = { $n ->
    [0] No open requests.
    [one] { $n } open request.
   *[other] { $n } open requests.
}
requests-open = Open
requests-closed = Closed
request-about = Request: { $title }
request-open = open
request-closed-at = closed { $at }
request-write = Ask to look at it again
request-how = Say what was graded wrongly and why. The teacher answers here.
request-points = Other points for the homework
request-points-why = Where they come from
request-reason = asked in request { $request }
request-whole = Points of the whole homework
request-task = Task
request-text = What is to be looked at again, and why?
request-send = Send
request-reply = Answer
request-close = Answer and close
request-opened = Opened
request-waits = waits for an answer
request-answered = answered
request-messages = { $n ->
    [one] { $n } message
   *[other] { $n } messages
}
request-report = Latest report
request-answer-page = Graded answer
request-closed = This request is closed: nothing was sent.
request-too-many = No more can be written about this task here. Talk to the teacher in person.
request-nothing-sent = You have sent nothing for this homework yet, so there is nothing to look at again.
