lti = Learning platforms
lti-what = Moodle, Canvas, Open edX, Sakai: people come from there, homeworks are linked there, points go there (LTI 1.3).
lti-roster-short = sign-in, lists and points by LTI
lti-platforms = Platforms
lti-platform = Platform
lti-no-platforms = No platform is registered.
lti-owner-only = An owner of the course registers platforms.
lti-courses = Courses there
lti-course = Course
lti-no-courses = No course is known yet. One is known once somebody has come from it.
lti-sent = Homeworks sent
lti-arrived = Stand there
lti-due = To be sent
lti-went = How it goes
lti-refused = { $n } did not go
lti-under-way = under way
lti-all-arrived = all arrived
lti-paste = To paste there
lti-paste-what = When the platform asks for the addresses of the tool, it is these.
lti-url-login = Login initiation
lti-url-launch = Launch and redirect
lti-url-jwks = Public keys (JWKS)
lti-url-linking = Deep linking, content selection
lti-url-icon = Icon
lti-dynamic = Dynamic registration
lti-dynamic-what = Moodle registers a tool by one address. Make one, paste it into “Tool URL” there, and confirm the platform here.
lti-ticket = Address for one registration
lti-ticket-what = It works once and for an hour. Whoever has it can ask to be registered, and no more: the platform counts once an owner confirms it.
lti-ticket-make = Make an address
lti-no-ticket = This registration address was used, is too old, or was never made. Ask an owner of the course for a new one.
lti-add = Register by hand
lti-add-what = The platform shows these when the tool is added there. Whoever signs for a platform can say that somebody is any student: register only platforms that you trust.
lti-add-do = Register
lti-name = Name shown here
lti-issuer = Issuer (Platform ID)
lti-client-id = Client ID
lti-deployments = Deployment IDs, one a line
lti-auth-url = Authentication request URL
lti-token-url = Access token URL
lti-jwks-url = Public keyset URL
lti-audience = Audience of requests for access, where it is not the access token URL
lti-match = Whoever comes for the first time is found by
lti-match-email = e-mail address
lti-match-login = login or student number
lti-creates = A student who is not found is added to the course
lti-creates-short = adds students
lti-agreed = What is agreed on
lti-state = State
lti-state-waiting = waits for you
lti-state-on = in use
lti-state-off = switched off
lti-state-what-waiting = The platform registered itself. Look at the addresses below: are they those of your platform? Until you confirm, nobody comes from it and nothing goes to it.
lti-state-what-on = People come from it, and points go to it where that was switched on.
lti-state-what-off = Nobody comes from it and nothing goes to it. What is agreed on and who is who stays, and comes back with it.
lti-switch-on = Switch on
lti-switch-off = Switch off
lti-confirm = Confirm
lti-decline = Decline
lti-needs-name = A platform needs a name and a client ID. Write both.
lti-too-long = Something is longer than any platform’s word. Copy it once more.
lti-bad-issuer = The issuer is no address. It begins with https:// and stands on the platform as “Platform ID” or “Issuer”.
lti-bad-address = { $address } is no address that this server asks. It begins with https://.
lti-known = A platform of this issuer and client ID is registered already, or was changed meanwhile. Look at the list of platforms.
lti-known-to = Known to learning platforms
lti-known-to-what = Whoever comes from there under this id is this person. Without it, the next launch looks in the roster again.
lti-unlink = Remove
lti-unlink-of = Remove: { $platform }
lti-not-linked = This id is not this person’s any more. Look at the page again.
lti-students = { $n ->
    [one] { $n } student of this course is in the roster.
   *[other] { $n } students of this course are in the roster.
}
lti-platform-off = The platform is switched off or not confirmed: nobody comes from it and nothing goes to it.
lti-points = Points
lti-points-what = Points that you send stay exact and follow every change: a regrade, points by hand, lateness. Where there are none, nothing is sent: no points are not zero points.
lti-no-columns = The platform lets no columns be made here. Points can be sent for homeworks that were linked there with a grade and opened once; or allow “grade sync and column management” there.
lti-becomes = What becomes of it
lti-column-on = sent
lti-column-off = not sent
lti-column-back = taken back
lti-column-what-on = From now on these points stand there, and follow every change here.
lti-column-what-off = What stands there stays as it is; nothing more is sent.
lti-column-what-back = What was sent is taken out again: the cells become empty.
lti-preview = Show who would get what
lti-preview-answer = { $n ->
    [0] Nobody’s points there would change now.
    [one] { $n } cell of the gradebook there would change now.
   *[other] { $n } cells of the gradebook there would change now.
}
lti-nothing-switched = Nothing is to be changed. Choose for a homework something else than what holds.
lti-there = There now
lti-then = There then
lti-nothing-due = Nobody’s points would change there.
lti-waiting = What did not go
lti-why = Why
lti-retry = again { $at }
lti-again = Send again now
lti-again-what = It is tried again by itself, too, ever more seldom.
lti-roster = People
lti-roster-what = The platform’s list of the students is shown as any list is: first what it would change, and it can be taken back.
lti-no-members = The platform does not tell who is in the course. Allow “names and roles” for the tool there, and open it from the course once.
lti-others = { $n ->
    [one] { $n } more person is in the course there, who teaches or is not active, and is left out.
   *[other] { $n } more people are in the course there, who teach or are not active, and are left out.
}
lti-unknown = { $n ->
    [one] { $n } student there is nobody here
   *[other] { $n } students there are nobody here
}
lti-unknown-what = Nothing is sent for them. Take the list in, or correct an address in the roster. Of two with one address, and of whoever is known there under another id already, nobody can tell who they are: correct the address there, or remove the earlier id on the person’s page.
lti-fault-away = the platform does not answer
lti-fault-access = the platform gives no access to its services (status { $status }): look whether it knows our public keys and the tool’s permissions
lti-fault-status = the platform refused (status { $status })
lti-fault-unreadable = the platform’s answer cannot be understood
lti-fault-no-gradebook = the platform lets no column be made
lti-new-tab = The course opens in a window of its own
lti-new-tab-what = { $platform } shows it in a frame, where browsers keep sign-in out.
lti-new-tab-open = Open in a new tab
lti-linking = Choose what is linked
lti-linking-what = The homework gets a link in your course and a column in its gradebook.
lti-linking-choice = Homeworks
lti-linking-points = out of { $points }
lti-linking-course = The whole course: { $course }
lti-linking-do = Continue
lti-choose = Choose a homework, and no more than the platform takes at once.
lti-linked = { $n ->
    [one] { $n } link was made.
   *[other] { $n } links were made.
}
lti-return = Back to the platform
lti-return-what = { $n ->
    [one] { $n } link is ready.
   *[other] { $n } links are ready.
}
lti-return-do = Link
lti-register = Registering this platform
lti-register-what = { $platform } is to be registered as a learning platform of this course.
lti-register-do = Register
lti-register-paste = This address is not for opening: paste it into your platform as the tool’s URL.
lti-registered = { $platform } is registered.
lti-registered-next = An owner of the course confirms it now on the page “Learning platforms”. You can close this window.
lti-registered-back = Back to the platform
lti-registration-wrong = What the platform says of itself cannot be used: { $what }. Register it by hand.
lti-no-platform = No platform { $issuer } is registered here, or it is switched off. Tell your teacher.
lti-several-platforms = { $issuer } is registered several times, and the platform does not say which is meant. Tell your teacher.
lti-no-state = This answers nothing that was asked here, or it took longer than ten minutes. Open the link on the platform again.
lti-other-browser = Another browser asked for this, or yours keeps no cookies. Allow cookies for this page and open the link on the platform again.
lti-used = This launch was used already. Open the link on the platform again.
lti-no-keys = The platform’s keys could not be had, or the message is signed by none of them. Try again in a minute; if it stays so, tell your teacher.
lti-bad-token = The platform’s message is not signed by it, not meant for this course, or not of now. Open the link again; if it stays so, tell your teacher.
lti-no-deployment = The deployment { $deployment } is not registered. An owner of the course adds it on the page “Learning platforms”.
lti-bad-kind = The platform sent a message of a kind that is not understood here.
lti-told = The platform says: { $what }. Sign in there and open the link again.
lti-nobody = Nobody in this course is known by what the platform says of you. Ask your teacher to add you, or to correct your address.
lti-ambiguous = Several people in this course are known by what the platform says of you. Tell your teacher.
lti-other-id = The person of this course whom the platform means is known to it under another id already. Tell your teacher: on that person’s page, under “Known to learning platforms”, the earlier id can be removed.
lti-staff = You teach in this course, and the platform does not say that you do there. Sign in here by a link.
lti-learner = Only those who teach there link homeworks.
lti-not-added = You could not be added to the course: { $why } Tell your teacher.
