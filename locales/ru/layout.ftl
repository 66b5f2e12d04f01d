nav-queue = Очередь проверки
grader = Проверяющий
names-hide = Скрыть имена
names-show = Показать имена
cancel = Отмена
skip-to-content = К содержанию
nav-main = Главное меню
nav-overview = Обзор
nav-gradebook = Ведомость
nav-account = Профиль
sign-out = Выйти
save = Сохранить
download = Скачать
send = Отправить на проверку
exam-short = Экзамен
students = { $n ->
    [one] { $n } студент
    [few] { $n } студента
   *[other] { $n } студентов
}
student = Студент
nav-requests = Апелляции
teacher = преподаватель
nav-roster = Люди
nav-audit = Журнал
nav-insight = Аналитика
nav-course = Правила оценивания
homework = ДЗ
help = Справка
theme = Оформление
theme-system = Как в системе
theme-light = Светлое
theme-dark = Тёмное
passed-on-title = { $course }: домашние задания
passed-on-what = Домашние задания курса, ответы к которым проверяются сразу. Чтобы увидеть свои, войдите.
