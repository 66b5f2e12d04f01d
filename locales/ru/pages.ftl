skip-to-content = К содержанию
nav-main = Главное меню
nav-overview = Обзор
nav-gradebook = Ведомость
nav-account = Профиль
sign-in = Вход
sign-out = Выйти
sign-in-how = Откройте ссылку для входа, которую вам выдали.
sign-in-lost = Если ссылка устарела или потерялась, попросите у преподавателя новую.
save = Сохранить
download = Скачать
send = Отправить на проверку

state-not-open = ещё не открыто
state-open = открыто
state-due-soon = скоро срок
state-late = с опозданием
state-closed = закрыто

verdict-correct = верно
verdict-wrong = неверно
verdict-missing = нет ответа
verdict-wrong-shape = другая форма
verdict-wrong-dtype = другой тип
verdict-not-finite = не число
verdict-grader-fault = не удалось проверить

time-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[other] { $n } дней
}
time-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
   *[other] { $n } часов
}
time-minutes = { $n ->
    [one] { $n } минута
    [few] { $n } минуты
   *[other] { $n } минут
}

points = Баллы: { $n }
points-of = { $points } из { $max }
points-of-none = из { $max }
grade-bar = { $total } из { $max } баллов: оценка { $grade }
grade-steps = Оценки и баллы, с которых они начинаются
grade-from = от { $points }
overview-answer = Набрано { $total } из { $max }: оценка { $grade }, до оценки { $next } не хватает { $missing }.
overview-answer-top = Набрано { $total } из { $max }: оценка { $grade }.
overview-how = Как получается оценка
overview-homeworks = Домашние задания
opens-at = откроется { $at }
due-at = срок { $at } · осталось { $left }
closes-at = приём до { $at } · осталось { $left }
was-due = срок был { $at }
attempts = { $n ->
    [0] попыток ещё не было
    [one] { $n } попытка
    [few] { $n } попытки
   *[other] { $n } попыток
}
attempts-of = попытки: { $n } из { $most }
exam = Устный экзамен
exam-short = Экзамен
exam-points = Баллы, не больше { $max }
exam-of = Баллы за экзамен: { $name }
exam-save-of = Сохранить баллы за экзамен: { $name }

homework-answer = Лучший результат: { $points } из { $max }.
homework-answer-none = Посылок ещё не было; можно получить { $max }.
inputs = Входные данные
inputs-own = Ваши собственные массивы, не такие, как у других. Считайте по ним.
answers = Ответы
answers-file = Файл .npz, .npy, .safetensors или .json
numbers = Ввести отдельные числа вручную
numbers-how = Десятичная запятая понимается. Оставьте пустым то, чего не вычисляли.
send-numbers = Отправить эти числа
statement = Условие
outputs = Ответы
key = Ключ
shape = Форма
dtype = dtype
tolerance = Допуск
tolerance-exact = точно
practice = тренировка
bonus = сверх максимума
lectures = Лекции: { $numbers }

history = Посылки
history-at = Отправлено
history-points = Баллы
history-note = Примечание
history-counts = засчитана
history-empty = Посылок ещё не было.

report = Отчёт
sent-new = Посылка принята и сохранена.
sent-again = Этот же файл вы уже отправляли. Попытка не потрачена, ниже прежний отчёт.
report-answer-all = { $points } из { $max }: все оцениваемые задачи решены верно.
report-answer = { $points } из { $max }; ещё не решено задач: { $wrong } из { $graded }.
late-kept = Отправлено с опозданием: засчитывается { $kept } от заработанных { $earned }, то есть { $points }.
unknown-keys = Ключи, о которых не спрашивает ни одна задача (на баллы не влияют):
did-you-mean = возможно, вы имели в виду
looks-like = Похоже вот на что:
grader-fault-next = Эталонное решение дало сбой, это наша ошибка. Она не стоит ни баллов, ни попытки: ответ будет проверен заново.
shape-differs = Ожидалась форма { $expected }, получена { $got }.
dtype-differs = Ожидались числа другого рода; тип массива — { $got }.
missing-key = В файле нет ключа { $key }.
within = В пределах допуска
max-abs = Наибольшая абсолютная погрешность
max-rel = Наибольшая относительная погрешность
worst = Дальше всего от эталона
allowed = Допускается
shape-transposed = Оси в другом порядке: транспонируйте.
shape-extra-axis-of-one = Есть лишняя ось длины 1: уберите её (squeeze).
shape-axis-of-one-dropped = Не хватает оси длины 1: сохраните её.
shape-flattened = Всё вытянуто в одну ось: сохраните оси.
shape-reduced-to-scalar = Всё сведено к одному числу.
shape-not-reduced = Ось { $axis } сохранена, а по ней нужно суммировать или усреднять.
shape-wrong-axis-reduced = Осталась ось { $got } вместо { $axis }: свёртка прошла не по той оси.
receipt = Квитанция
receipt-id = Посылка
receipt-at = Получено
receipt-course = Версия курса
receipt-release = Версия программы
receipt-file = Файл в том виде, в каком он отправлен

preferences = Настройки
language = Язык
time-zone = Часовой пояс
time-zone-course = Как в курсе ({ $zone })
tokens = Токены для программ
tokens-what = С токеном ноутбук или скрипт отправляет ответы от вашего имени. Храните его как пароль.
token-once = Токен показан единственный раз. Скопируйте его сейчас:
token-name = Название
token-created = Создан
token-used-at = использован { $at }
token-unused = ещё не использован
token-revoke = Отозвать
token-make = Создать токен

students = { $n ->
    [one] { $n } студент
    [few] { $n } студента
   *[other] { $n } студентов
}
student = Студент
total = Всего
final-grade = Оценка
gradebook-empty = Студентов ещё нет.

fault-home = На главную
fault-forbidden = Это страница для преподавателей
fault-forbidden-next = Вы вошли, но ваша роль этого не позволяет.
fault-not-found = Здесь ничего нет
fault-not-found-next = Проверьте адрес или начните с главной страницы.
fault-closed = Задание закрыто
fault-closed-next = Посылки больше не принимаются. Отправленное раньше засчитано.
fault-not-open = Задание ещё не открыто
fault-not-open-next = Возвращайтесь, когда оно откроется: время указано в обзоре.
fault-no-attempts-left = Попытки закончились
fault-no-attempts-left-next = Засчитана лучшая посылка. Сейчас ничего не сохранено.
fault-too-large = Файл слишком большой
fault-too-large-next = Сохраните только те массивы, о которых спрашивает задание.
fault-form = Форма заполнена не полностью
fault-invalid = Это значение не подходит
fault-answers = Файл ответов не подходит
fault-no-course = Курс не опубликован
fault-no-course-next = Сначала оператор должен опубликовать правильный конфигурационный файл.
fault-internal = Сбой на нашей стороне
fault-internal-next = Ничего не сохранено и не засчитано. Попробуйте ещё раз; если сбой повторится, сообщите преподавателю время.
form-language = Выберите русский или английский.
form-time-zone = Такой часовой пояс неизвестен. Выберите из списка, например Europe/Moscow.
form-token-name = Дайте токену название, например «ноутбук».
form-no-file = Файл не выбран. Выберите файл и отправьте снова.
form-file-broken = Передача файла оборвалась. Отправьте снова: ничего не сохранено.
form-no-number = Не введено ни одного числа.
form-points = Баллы — десятичное число, не больше трёх знаков после запятой, например 23,5.
form-exam-range = За экзамен можно поставить от 0 до максимума.
