import-file = CSV file
import-text = Or paste the table
import-preview = Show what changes
import-preview-title = What would change
import-do = Do it
import-nothing = There is nothing to change.
import-again = Choose another file
import-refused = { $n ->
    [one] { $n } row left out
   *[other] { $n } rows left out
}
import-line = Line
import-login = Login
import-why = Why
import-too-large = the file is larger than { $most } KiB. Keep only the columns of logins, names, roles and points.
import-rows = the table has more than { $most } rows. Split it.
import-columns = the table has more than { $most } columns. Keep only those that are needed.
import-empty = the table is empty. Its first row names the columns.
import-workbook = this is a workbook. Save the sheet as CSV and send that.
import-not-text = this is no text. Save the sheet as CSV in UTF-8.
import-row = line { $line } cannot be read. Look at its quotes.
import-no-login = there is no column of logins. Call one login, username, SIS Login ID or email; found: { $found }.
import-no-points = there is no column of points. Call one points; found: { $found }.
refused-no-login = There is no login and no e-mail address.
refused-bad-login = A login has up to 64 Latin letters, digits and . _ - @, and begins with a letter or digit.
refused-twice = The same login is on line { $line }.
refused-long-name = The name has more than 200 characters.
refused-role = “{ $role }” is no role. Write student, grader, teacher or owner.
refused-owners-role = Only an owner adds or changes somebody with the role { $role }.
refused-no-student = There is no student with this login.
refused-no-points = “{ $text }” is no number of points.
refused-range = The exam gives from 0 to { $most }.
