-- where an answer to a mail goes, when answers by mail are received; null for all others
alter table mails add column reply_to text;
