-- What lists show of a contact. Null in contacts that nothing has happened to since: these are read from the document.
alter table interaction add column head json;
