final-not-points = { $text } cannot be graded
final-negative = points are never negative
final-too-many = { $points } points are more than the course can give: it gives at most { $most }, bonus included
points-not-a-number = points are a decimal number such as 2 or 2.5
points-too-fine = points have at most three digits after the decimal point
points-too-large = this is more points than any course has
