# Practice packs.
pack-archive = this is no practice pack: { $what }
pack-sheet = this is no practice pack: its pack.json cannot be used ({ $detail })
pack-format = this practice pack has format { $found }, which this dgm does not know: install a newer one
pack-name = this practice pack is broken: “{ $name }” cannot be a name in it
pack-dtype = this practice pack is broken: it has numbers of the kind “{ $dtype }”
pack-missing = this practice pack is broken: the array { $member } is missing
pack-misfit = this practice pack is broken: the array { $member } is not what its pack.json says

# Practice inputs.
practice-seed = These are practice inputs, seed { $seed }.
practice-carried = These are practice inputs, seed { $seed }, of the default course. Your own course may have other sizes and tolerances: “dgm login” fetches its practice inputs.
practice-of-server = These are practice inputs, seed { $seed }, of the course on { $url }.
practice-no-seed = There are no practice inputs of seed { $seed } here, only of: { $known }.
practice-of-another = The server sent practice inputs of { $found } instead of { $homework }.
practice-unusable = the practice inputs of { $homework } from { $url } cannot be used (dgm login { $url } fetches them anew; where that does not help, tell those who teach the course)
practice-too-large = the practice pack is larger than { $most }
practice-other-seed = These are answers to practice seed { $own }; they are checked against seed { $seed }, as you asked.
practice-not-these = The mark in the file says that these are answers to other inputs, most likely your own; they are checked against practice seed { $seed }, as you asked.
practice-nothing-fits = Too little here is right for any of the practice inputs to tell for which it is meant; it is shown against seed { $seed }. If these are answers to your own inputs, name their file with --inputs: then only the form is looked at, and the server judges them.
practice-own-answers = The mark among these answers says that they are for other inputs than practice ones, most likely your own: the server judges them, submit sends them. To compare them with practice inputs nevertheless, give a seed.
practice-own-inputs = These are your own inputs from { $url }. The server judges the answers to them.
login-packs =
    { $n ->
        [one] Practice inputs of { $n } homework of this course are here now.
       *[other] Practice inputs of { $n } homeworks of this course are here now.
    }

# What is looked at and not judged.
form-not-judged = These are not practice inputs, so only the form was looked at. Whether the answers are right is judged by the server: “dgm submit”, or the page of the homework.
form-answer = { $n } of { $of } outputs are there and fit.
form-inputs-misfit = the inputs do not fit the task: { $key } is missing or has another shape
