-- A row that names another file from now on leaves the old one behind, like a row that is deleted.
do $$
declare
  f record;
begin
  for f in select tgrelid::regclass as t, trim(trailing E'\\000' from encode(tgargs, 'escape')) as name from pg_trigger
    where tgfoid = 'app_file_gone'::regproc
  loop
    execute format('create trigger %I after update of %I on %s for each row when (old.%I is distinct from new.%I) execute function app_file_gone(%L)',
      replace(f.t::text, '.', '_') || '_' || f.name || '_replaced', f.name, f.t, f.name, f.name, f.name);
  end loop;
end $$;
