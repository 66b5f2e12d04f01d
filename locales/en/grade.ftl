# dgm grade
grade-secret-digits = { $file } must hold 64 hexadecimal digits
grade-inputs-of-one-homework = an inputs file holds one homework and the config has several: say which with --homework
