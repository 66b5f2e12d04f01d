# Practice packs.
pack-archive = this is no practice pack: { $what }
pack-sheet = this is no practice pack: its pack.json cannot be used ({ $detail })
pack-format = this practice pack has format { $found }, which this dgm does not know: install a newer one
pack-name = this practice pack is broken: “{ $name }” cannot be a name in it
pack-dtype = this practice pack is broken: it has numbers of the kind “{ $dtype }”
pack-missing = this practice pack is broken: the array { $member } is missing
pack-misfit = this practice pack is broken: the array { $member } is not what its pack.json says
