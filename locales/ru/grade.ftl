# dgm grade
grade-secret-digits = в { $file } должны быть 64 шестнадцатеричные цифры
grade-inputs-of-one-homework = в файле входных данных одно задание, а в настройках их несколько: укажите нужное через --homework
