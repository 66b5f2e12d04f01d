role-student = student
role-grader = grader
role-teacher = teacher
role-owner = owner
roster-people = Everybody
roster-role = Role
roster-role-of = Role of { $name }
roster-state = Sign-in
roster-active = active
roster-inactive = deactivated
roster-deactivate = Deactivate
roster-activate = Activate
roster-link = Sign-in link
roster-link-of = New link for { $name }
roster-link-make = New link
roster-owner-only = Teachers make graders; teachers and owners are made by an owner.
roster-import = Add people by a list
roster-import-how = A CSV or .xlsx from Canvas, Moodle, Brightspace, GitHub Classroom or a spreadsheet, with a column of logins, e-mail addresses or student numbers; names (whole, or first and last), groups and roles where there are any. Addresses, numbers and groups are kept. You see what would change before anything does.
roster-deactivate-missing = Deactivate students who are not in the list. Nothing of theirs is deleted.
roster-preview-answer = { $new } new, { $changed } changed, { $gone } deactivated, { $same } the same, { $refused } refused.
roster-new = New
roster-changed = Changed
roster-gone = Deactivated
roster-gone-what = They cannot sign in from then on. Submissions and points stay. Once they are activated again, or the list is taken back, they come in by the links, sessions and tokens that they have.
roster-done = Done: { $n ->
    [one] { $n } person changed
   *[other] { $n } people changed
}.
roster-links-title = Sign-in links
roster-links-file = Download as CSV
roster-links-more = and { $n } more: all of them are in the file.
roster-role-unknown = Choose one of the roles.
roster-active-unknown = Say whether the person may sign in.
roster-links = These are not the links of this server. Make new ones on the page of people.
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
roster-other-login = { $kept } is { $listed } in the list and keeps the login { $kept }.
roster-other-logins = The same people by another login
roster-other-logins-what = The address or the student number says who they are. Their logins stay; you can rename them on their pages.
roster-listed-login = In the list
roster-namesakes = { $n ->
    [one] { $n } person of the list bears the name of somebody here whom the list does not know
   *[other] { $n } people of the list bear names of people here whom the list does not know
}
roster-namesakes-what = They are left out until you decide. The same people by another key keep their logins and get the addresses and numbers of the list; new people get accounts beside those of the same name.
roster-namesakes-same = They are the same people
roster-namesakes-new = They are new people
roster-namesakes-how = { $n ->
    [one] { $n } row bears the name of somebody here whom the list does not know: say --namesakes same or --namesakes new.
   *[other] { $n } rows bear names of people here whom the list does not know: say --namesakes same or --namesakes new.
}
roster-email = E-mail
roster-student-id = Student number
roster-group = Group
roster-edit = edit
roster-edit-of = edit: { $name }
roster-no-list = the audit has no list under the number { $entry }
roster-taken-back = changes taken back: { $undone }; left as they are: { $kept }
roster-would-take-back = changes to take back: { $undone }; to be left as they are: { $kept }
roster-entry = entry of the audit: { $entry }; dgm roster take-back { $entry } takes the list back
roster-find = Name, login, e-mail, number or group
roster-found = { $n } of { $all }
