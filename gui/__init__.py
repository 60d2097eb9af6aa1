"""Everything of Secant that a person sees: the Qt half, which shows what `engine` computes."""
