"""Lists of people from elsewhere: columns recognised by their names, every row judged before anything is imported."""
