//! Who is in the demo course.

/// Logins and names of the demo's students; the first has the sign-in link.
pub(super) const STUDENTS: [(&str, &str); 12] = [
    ("anna", "Анна Смирнова"),
    ("boris", "Борис Кузнецов"),
    ("daria", "Дарья Попова"),
    ("egor", "Егор Васильев"),
    ("elena", "Елена Соколова"),
    ("ivan", "Иван Михайлов"),
    ("maria", "Мария Новикова"),
    ("nikita", "Никита Фёдоров"),
    ("olga", "Ольга Морозова"),
    ("pavel", "Павел Волков"),
    ("sofia", "София Алексеева"),
    ("timur", "Тимур Лебедев"),
];
