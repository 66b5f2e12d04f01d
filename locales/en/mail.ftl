mail = Mail
mail-stop = Send me no more letters like this
mail-why-student = You get this letter because you take the course “{ $course }”.
mail-why-staff = You get this letter because you teach the course “{ $course }”.
mail-overview = All points
mail-receipt = Received: { $what }
mail-receipts = { $n ->
    [one] { $n } submission received
   *[other] { $n } submissions received
}
mail-receipt-lead = { $n ->
    [1] Your work has arrived and is stored.
   *[other] All of this has arrived and is stored.
}
mail-receipt-at = Received { $at }, number { $id }
mail-receipt-waits = It waits for a teacher.
mail-receipt-keep = Keep this letter: it says what you sent, and when.
mail-graded = Points: { $what }
mail-graded-several = Points given or changed: { $n }
mail-graded-lead = { $n ->
    [1] A teacher gave you points or changed them.
   *[other] A teacher gave you points or changed some.
}
mail-graded-none = no points any more
mail-graded-excused = You are excused from this homework.
mail-graded-comment = There is a comment on them.
mail-answered = Your request was answered: { $what }
mail-answered-several = { $n ->
    [one] { $n } request was answered
   *[other] { $n } requests were answered
}
mail-answered-lead = { $n ->
    [1] Your regrade request was answered.
   *[other] Your regrade requests were answered.
}
mail-answered-open = The request is open: you can write more.
mail-answered-closed = The request is closed.
mail-deadline = Due soon: { $what }
mail-deadlines = { $n ->
    [one] { $n } homework is due soon
   *[other] { $n } homeworks are due soon
}
mail-deadline-lead = { $n ->
    [1] The deadline is near, and you have sent nothing yet.
   *[other] The deadlines are near, and you have sent nothing yet.
}
mail-digest = Today: { $course }
mail-digest-lead = What waits for you today.
mail-digest-requests = Waiting for an answer: { $waiting }, new: { $new }
mail-digest-answers = { $n ->
    [one] { $n } answer waits to be graded
   *[other] { $n } answers wait to be graded
}
mail-digest-sharing = { $n ->
    [one] Found in { $n } submission
   *[other] Found in { $n } submissions
}
mail-digest-mail = Letters not delivered: { $lost }, waiting for the next attempt: { $waiting }
mail-sign-in = Your sign-in link
mail-sign-in-lead = { $name }, this link signs you in.
mail-sign-in-lasts = { $n ->
    [one] It works for { $n } minute, and once.
   *[other] It works for { $n } minutes, and once.
}
mail-sign-in-why = Somebody asked for it on the sign-in page with your address. If that was not you, there is nothing to do: without this letter nobody signs in by it.
mail-test-subject = A test letter
mail-test-lead = Letters arrive.
mail-test-why = You sent this letter to yourself from the page “Mail”.
mail-no-transport = The mail server cannot be used: { $error }.
mail-no-address = This is no e-mail address. One looks like anna@example.org.
mail-ask = Sign in by e-mail
mail-ask-how = Give the address by which the course knows you, and a link that signs you in is sent there.
mail-ask-address = E-mail address
mail-ask-send = Send me a link
mail-asked = Look at your mail
mail-asked-lead = If the course knows this address, a letter with a link is on its way there.
mail-asked-how = The link works for half an hour. If nothing comes within a few minutes, look into the spam folder, check that it is the right address, or ask your teacher for a link.
mail-asked-again = Give another address
mail-letters = Letters
mail-letters-to = Letters go to { $email }. Your teacher can change the address.
mail-letters-nowhere = Your address is not known, so you get no letters. Your teacher can enter it.
mail-letters-wanted = Write to me about
mail-letters-off = No mail server is set up: no letters are sent now.
mail-kind-sign-in = sign-in link
mail-kind-receipt = work has arrived
mail-kind-graded = a teacher gave or changed points
mail-kind-answered = an answer to a regrade request
mail-kind-deadline = a deadline tomorrow, and nothing was sent
mail-kind-digest = a daily summary
mail-kind-test = test letter
mail-stopping = No more letters like this?
mail-stopping-lead = { $name }, no more letters of this kind: { $kind }?
mail-stopping-do = Send no more
mail-stopped = You will get no more letters like this.
mail-stopped-again = Send them again
mail-resumed = You will get these letters again.
mail-stopping-account = All letters are switched on and off in your account.
mail-off = No letters are sent: no mail server is set up.
mail-off-how = Name one in the section [mail] of dgm.toml, and start the server again.
mail-state = Through { $server } from { $from }.
mail-state-counts = Sent within a day: { $sent }. Waiting: { $waiting }, of these after an attempt that failed: { $troubled }. Not delivered within a week: { $lost }.
mail-state-good = Letters arrive.
mail-state-bad = Letters do not arrive.
mail-state-quiet = There were no letters yet.
mail-test = Send a test letter to me
mail-test-begun = The letter is in the queue. Load the page again in a few seconds: below it says whether it went out.
mail-test-nowhere = Your address is not known: another teacher can enter it on the page “People”, or the command dgm user add with --email.
mail-again = Try again
mail-again-done = { $n ->
    [0] There is nothing to try again.
    [one] { $n } letter is in the queue again.
   *[other] { $n } letters are in the queue again.
}
mail-list = Latest letters
mail-list-kind = About
mail-list-to = To
mail-list-made = Written
mail-list-state = What became of it
mail-list-none = There were no letters yet.
mail-became-waiting = waits to be sent
mail-became-sent = sent { $at }
mail-became-needless = not needed any more
mail-became-given-up = not delivered
mail-became-delayed = tried { $n } times, next { $at }
mail-trouble-away = the mail server is not reached
mail-trouble-insecure = the line to the mail server cannot be encrypted, and nothing is sent that others could read: check its certificate, its name and the port
mail-trouble-login = the mail server does not let us in: check name and password
mail-trouble-later = the mail server asks to try again later
mail-trouble-sender = the mail server takes no letters from us now, whoever they are to: a limit is reached, or the sender’s address is not allowed
mail-trouble-refused = the mail server refused
mail-trouble-address = nobody can be written to at such an address
mail-trouble-internal = a fault in our program
mail-shared = Addresses that several people have
mail-shared-why = None of them can sign in by such an address: nobody knows who asks. Correct the addresses on the page “People”.
mail-without = { $n ->
    [0] Everybody's address is known.
    [one] { $n } person has no address and gets no letters.
   *[other] { $n } people have no address and get no letters.
}
