"""The pages of the reports as pictures: the files of an archive, and drawing them apart."""
