-- What the administrator keeps about countries besides holidays and limits: which take part and the clocks they go by, and
-- from which age a host family's members need a clean record.
alter table reference_entries drop constraint reference_entries_kind_check;
alter table reference_entries add constraint reference_entries_kind_check
  check (kind in ('public-holidays', 'school-holidays', 'stay-limits', 'online-consent-age', 'country', 'record-check-age'));
