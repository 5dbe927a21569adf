-- Addresses to which the newest mail was refused for good: whoever waits for an answer from there is told, and nobody
-- reads the mails themselves.
create index mails_address on mails (lower(to_address), created_at desc);

create function app_dead_addresses(addresses text[]) returns table (address text)
  language sql stable security definer set search_path = public as $$
  select distinct lower(asked.one) from unnest(addresses) as asked (one)
  cross join lateral (
    select m.failed_at from mails m
    where lower(m.to_address) = lower(asked.one) and (m.sent_at is not null or m.failed_at is not null)
    order by m.created_at desc, m.id desc limit 1
  ) as newest
  where newest.failed_at is not null $$;
revoke execute on function app_dead_addresses(text[]) from public;
grant execute on function app_dead_addresses(text[]) to sojourn_request, sojourn_reader;
