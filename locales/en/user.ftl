user-links-would = { $made } links would be made, { $ends } earlier ones would end.
user-links-made = { $made } links made, { $ends } earlier ones ended.
user-no-role = { $role } is no role: write student, grader, teacher or owner
user-nobody = there is nobody with the login { $login }; dgm user add { $login } adds them
user-deactivated = { $login } is deactivated; dgm user add { $login } or the page of people activates them
user-many-tokens = { $login } holds { $most } tokens, as many as one may; they revoke one on their account page
user-bad-login = { $login } is no login: up to 64 letters, digits and . _ - @, beginning with a letter or digit
