final-not-points = { $text } нельзя перевести в оценку
final-negative = баллы не бывают отрицательными
final-too-many = баллов в курсе не больше { $most } вместе с бонусными, а указано { $points }
points-not-a-number = баллы — десятичное число, например 2 или 2,5
points-too-fine = у баллов не больше трёх цифр после запятой
points-too-large = столько баллов нет ни в одном курсе
