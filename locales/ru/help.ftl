help-contents = Содержание
help-on-page = На этой странице
help-previous = Назад
help-next = Дальше
help-student = Первое домашнее задание
help-teacher = Первый курс
