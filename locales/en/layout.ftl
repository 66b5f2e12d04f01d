nav-queue = Grading queue
grader = Grader
names-hide = Hide names
names-show = Show names
cancel = Cancel
skip-to-content = Skip to content
nav-main = Main
nav-overview = Overview
nav-gradebook = Gradebook
nav-account = My account
sign-out = Sign out
save = Save
download = Download
send = Send for checking
exam-short = Exam
students = { $n ->
    [one] { $n } student
   *[other] { $n } students
}
student = Student
nav-requests = Regrade requests
teacher = teacher
nav-roster = People
nav-audit = Audit
nav-insight = Insight
nav-course = Grading config
homework = Homework
help = Help
theme = Colours
theme-system = As the system
theme-light = Light
theme-dark = Dark
passed-on-title = { $course }: homework
passed-on-what = Homework of the course with numbers that are checked at once. Sign in to see yours.
