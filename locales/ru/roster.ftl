nav-roster = Люди
nav-audit = Журнал
nav-insight = Аналитика
role-student = студент
role-grader = проверяющий
role-teacher = преподаватель
role-owner = владелец
roster-people = Все участники
roster-role = Роль
roster-role-of = Роль: { $name }
roster-state = Вход
roster-active = разрешён
roster-inactive = отключён
roster-deactivate = Отключить
roster-activate = Включить
roster-link = Ссылка для входа
roster-link-of = Новая ссылка для входа: { $name }
roster-link-make = Новая ссылка
roster-owner-only = Роли выше студента назначает только владелец.
roster-import = Добавить людей списком
roster-import-how = CSV из Canvas, Moodle или таблицы: столбец с логинами или адресами почты, при наличии — с именами (целиком или имя и фамилия отдельно) и ролями. Сначала вы увидите, что изменится.
roster-deactivate-missing = Отключить студентов, которых нет в списке. Их данные не удаляются.
roster-preview-answer = Новых: { $new }, изменится: { $changed }, отключится: { $gone }, без изменений: { $same }, отклонено строк: { $refused }.
roster-new = Новые
roster-changed = Изменятся
roster-gone = Будут отключены
roster-gone-what = Они больше не смогут войти. Посылки и баллы останутся, вход можно включить снова.
roster-done = Готово: { $n ->
    [one] изменён { $n } человек
    [few] изменено { $n } человека
   *[other] изменено { $n } человек
}.
roster-links-title = Ссылки для входа
roster-links-file = Скачать CSV
roster-role-unknown = Выберите одну из ролей.
roster-active-unknown = Укажите, может ли человек войти.
roster-links = Это не ссылки этого сервера. Создайте новые на странице людей.
import-file = Файл CSV
import-text = Или вставьте таблицу
import-preview = Показать, что изменится
import-preview-title = Что изменится
import-do = Выполнить
import-nothing = Менять нечего.
import-again = Выбрать другой файл
import-refused = { $n ->
    [one] Отклонена { $n } строка
    [few] Отклонены { $n } строки
   *[other] Отклонено { $n } строк
}
import-line = Строка
import-login = Логин
import-why = Почему
import-too-large = файл больше { $most } КиБ. Оставьте только столбцы с логинами, именами, ролями и баллами.
import-rows = в таблице больше { $most } строк. Разделите её.
import-columns = в таблице больше { $most } столбцов. Оставьте только нужные.
import-empty = таблица пуста. В первой строке должны быть названия столбцов.
import-workbook = это книга Excel. Сохраните лист как CSV и отправьте его.
import-not-text = это не текст. Сохраните лист как CSV в кодировке UTF-8.
import-row = строку { $line } не удалось прочитать. Проверьте в ней кавычки.
import-no-login = нет столбца с логинами. Назовите его login, username, SIS Login ID, email или «логин»; найдены: { $found }.
import-no-points = нет столбца с баллами. Назовите его points или «баллы»; найдены: { $found }.
refused-no-login = Нет ни логина, ни адреса почты.
refused-bad-login = Логин — до 64 латинских букв, цифр и знаков . _ - @, первой стоит буква или цифра.
refused-twice = Тот же логин — в строке { $line }.
refused-long-name = В имени больше 200 символов.
refused-role = «{ $role }» — не роль. Напишите student, grader, teacher или owner.
refused-owners-role = Добавить или изменить человека с ролью { $role } может только владелец.
refused-no-student = Студента с таким логином нет.
refused-no-points = «{ $text }» — не число баллов.
refused-range = За экзамен можно поставить от 0 до { $most }.

exam-graded = Проставлено: { $n } из { $all }.
exam-import = Баллы списком
exam-import-how = CSV со столбцами login и points («логин» и «баллы»). Пустая ячейка ничего не меняет. Сначала вы увидите, что изменится.
exam-preview-answer = Изменится: { $changes }, без изменений: { $same }, без баллов: { $empty }, отклонено строк: { $refused }.

