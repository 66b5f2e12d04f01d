sign-in-as = This link signs in
sign-in-do = Sign in
sign-in-own = If this is not you, close the page and tell whoever sent you the link.
sign-in-instead = You are signed in here as { $name }. If you go on, that ends in this browser.
sign-in-again = You are signed in already.

fault-sign-in = You are not signed in
fault-sign-in-next = Open your sign-in link. If it no longer works or is lost, ask your teacher for a new one.
fault-sign-in-program = Send a token as Authorization: Bearer TOKEN. One is made on the account page and works until it is revoked there.
fault-link-expired = This link does not work
fault-link-expired-next = It has expired or is incomplete. Ask your teacher for a new one.
fault-link-ended = This link works no more
fault-link-ended-next = A newer one was made in its place, or it was ended with your access. Open the newest link that you were given, or ask your teacher for one.
fault-deactivated = Your access is switched off
fault-deactivated-next = A teacher switched it off, so this link signs nobody in. What you sent and your points are kept. If that is a mistake, write to your teacher.
fault-too-many = Too many requests at once
fault-too-many-next = { $n ->
    [one] Wait { $n } second and try again.
   *[other] Wait { $n } seconds and try again.
} Nothing was stored now.
fault-many-tokens = You hold as many tokens as one may
fault-many-tokens-next = There may be { $most } of them. Revoke one that you no longer use, then make another; none was made now.

sessions = Where you are signed in
sessions-what = A session ends 30 days after its last use, and after a year at most. If you do not know one of them, end it.
session-device = Browser
session-unknown = unknown browser
session-here = this one
session-begun = Signed in
session-used = last used { $on }
session-end = End
session-end-of = End the session: { $device }, signed in { $begun }
session-end-others = Sign out everywhere but here
tokens-held = You hold { $n } of { $most }.
tokens-full = You hold { $most } tokens, as many as one may. Revoke one to make another.

roster-name = Name
roster-never = never signed in
roster-days = days
roster-days-of = Days that the link of { $name } works
roster-days-many = Days that the links work
roster-days-range = A link works from 1 to 366 days.
roster-link-inactive = This person is deactivated and cannot sign in. Activate them first.
roster-links-once = This is the only time these links are shown. They work for { $days ->
    [one] { $days } day
   *[other] { $days } days
} and sign in whoever opens them: send each to its owner alone. Earlier links of the same people work no more.
roster-links-many = Sign-in links of many
roster-links-many-how = A new link for each, as a CSV for a mail merge. Earlier links of the same people end; whoever is signed in stays so. You see first how many.
roster-links-who = For whom
roster-links-all = everybody
roster-links-never = those who have never signed in
roster-links-preview = Show how many
roster-links-answer = { $n ->
    [0] Nobody gets a new link.
    [one] { $n } person gets a new link.
   *[other] { $n } people get a new link.
}
roster-links-work = { $days ->
    [one] It works for { $days } day.
   *[other] It works for { $days } days.
}
roster-links-end = { $n ->
    [0] No earlier link ends.
    [one] { $n } earlier link ends.
   *[other] { $n } earlier links end.
}
roster-links-make = Make the links and download them
roster-links-care = The file is the only place where these links are. Whoever opens one is signed in as its owner: send each to its owner alone, then delete the file.
roster-links-whom = Who gets one
user-links-would = { $made } links would be made, { $ends } earlier ones would end.
user-links-made = { $made } links made, { $ends } earlier ones ended.


stored-sessions = sessions of browsers in which you are signed in (only a fingerprint of each, the browser, the times)
