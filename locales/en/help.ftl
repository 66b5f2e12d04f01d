help-contents = Contents
help-on-page = On this page
help-previous = Before
help-next = Next
help-student = Your first homework
help-teacher = Your first course
