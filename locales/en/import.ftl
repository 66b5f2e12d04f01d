import-file = File (CSV or .xlsx)
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
import-too-large = the file is larger than { $most } KiB. Keep only the columns of logins, addresses, names, roles and points.
import-rows = the table has more than { $most } rows. Split it.
import-columns = the table has more than { $most } columns. Keep only those that are needed.
import-empty = the table is empty. Its first row names the columns.
import-workbook = this workbook or archive cannot be read. Save the sheet as .xlsx or as CSV and send that.
import-not-text = this is no text. Save the sheet as CSV in UTF-8.
import-row = line { $line } cannot be read. Look at its quotes.
import-no-login = there is no column by which people are known. Call one login, username, SIS Login ID, email or student number; found: { $found }.
import-no-points = there is no column of points. Call one points; found: { $found }.
refused-no-login = There is no login, no e-mail address and no student number.
refused-bad-login = A login has up to 64 Latin letters, digits and . _ - @, begins with a letter or digit, and is nobody else’s.
refused-twice = The same person is on line { $line }.
refused-long-name = The name has more than 200 characters.
refused-role = “{ $role }” is no role. Write student, grader, teacher or owner.
refused-owners-role = Only an owner adds or changes somebody with the role { $role }.
refused-no-student = There is no student with this login, address or number.
refused-no-points = “{ $text }” is no number of points.
refused-range = The exam gives from 0 to { $most }.
refused-quote = A quote on this line is not closed. Close it or take it out; it costs nobody else.
refused-two-people = One key of this row is { $one }’s, another is { $other }’s. If they are one person, merge them on the page of people; else correct the row.
refused-several = Several people have “{ $key }”. Add a column of logins.
refused-namesake = { $login } has the same name and no row of their own. Decide whether they are one person.
refused-long-detail = An address, a number or a group has more than 200 characters.
