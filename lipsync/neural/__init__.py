"""A renderer with a network trained on the presenter: it refines what `footage` has painted."""
