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
