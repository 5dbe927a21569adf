import type { House } from './house.ts';

/**
 * Notes every row that is written from now on, whoever writes it and whatever policies hide.
 * @returns asks which tables were written since it was last asked; of queued jobs it tells `jobs.job` and the job's name
 */
export async function watchWrites(house: House): Promise<() => Promise<string[]>> {
  await house.sql('create schema noticed');
  await house.sql('create table noticed.writes (what text not null)');
  const note = (name: string, what: string) =>
    house.sql(`create function noticed.${name}() returns trigger language plpgsql security definer as $$
      begin insert into noticed.writes values (${what}); return null; end $$`);
  await note('note', 'tg_table_name');
  await note('note_job', "'jobs.job ' || new.name");
  await house.sql(`do $$ declare name text; begin
    for name in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
      execute format('create trigger noticed after insert or update or delete on %I for each row execute function noticed.note()', name);
    end loop;
  end $$`);
  await house.sql(
    'create trigger noticed after insert on jobs.job for each row execute function noticed.note_job()',
  );
  return async () => {
    const rows = await house.sql(
      'with taken as (delete from noticed.writes returning what) select distinct what from taken order by 1',
    );
    return rows.map((r) => r.what as string);
  };
}
