-- The caller a contact was of before somebody said who he is. Kept, so that a wrong answer can be taken back; and his key is what personal data
-- of it is sealed with, so that it goes where the contact goes. Null: nobody has said anything.
alter table interaction add column joined_from text;
create index interaction_joined on interaction (joined_from) where joined_from is not null;
alter table matter add column joined_from text;
create index matter_joined on matter (joined_from) where joined_from is not null;
