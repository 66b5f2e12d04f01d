user-links-would = Будет создано ссылок: { $made }, перестанет действовать прежних: { $ends }.
user-links-made = Создано ссылок: { $made }, перестало действовать прежних: { $ends }.
user-no-role = { $role } — не роль: напишите student, grader, teacher или owner
user-nobody = нет никого с логином { $login }; добавит dgm user add { $login }
user-deactivated = доступ { $login } закрыт; откроет его dgm user add { $login } или страница участников
user-many-tokens = у { $login } уже { $most } токенов, больше нельзя; лишний отзывают на странице своего профиля
user-bad-login = { $login } — не логин: это до 64 букв, цифр и знаков . _ - @, в начале буква или цифра
