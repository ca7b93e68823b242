"""How people come in: links, codes, passwords, providers, and the sessions they begin."""
