import type { View } from '#platform/http/page.ts';
import type { Part } from '../../core/index.ts';
import type { Readers } from '../../server/index.ts';

type Reader = Readers['members'][number];

export const partText = (v: View, part: Part) => v.t(part.key, part.params ?? {});

/** A person by name and part; an organisation by its part and name. */
function named(v: View, r: Reader): string {
  return v.t(r.isOrg ? 'messaging.readers.org' : 'messaging.readers.person', {
    name: r.name,
    part: partText(v, r.part),
  });
}

/** One sentence: who reads along, by name and part. And plainly, where somebody reads for the safety of somebody under age. */
export function ReadersText({ v, readers: r }: { v: View; readers: Readers }) {
  const members = [...r.members, ...r.lead].map((each) => named(v, each));
  const along = v.fmt.list(r.safeguarding.map((each) => each.name));
  return (
    <>
      <p>
        {members.length > 0
          ? v.t(r.self === 'member' ? 'messaging.readers.with' : 'messaging.readers.among', {
              who: v.fmt.list(members),
            })
          : v.t('messaging.readers.alone')}
        {along !== '' && !r.selfUnderAge && ` ${v.t('messaging.readers.along', { who: along })}`}
      </p>
      {along !== '' && r.selfUnderAge && (
        <p>{v.t('messaging.readers.told-pupil', { who: along })}</p>
      )}
      {r.self === 'safeguarding' && <p>{v.t('messaging.readers.you-along')}</p>}
      {r.self === 'lead' && <p>{v.t('messaging.readers.you-lead')}</p>}
    </>
  );
}

/** Of an announcement: who sent it, that they see who has read it, and who reads along. */
export function AnnouncedText({
  v,
  readers: r,
  sends,
}: {
  v: View;
  readers: Readers;
  /** the reader is one of those who sent it */
  sends: boolean;
}) {
  const senders = v.fmt.list(r.members.filter((each) => each.isOrg).map((each) => each.name));
  const along = v.fmt.list(r.safeguarding.map((each) => each.name));
  return (
    <>
      {(sends || r.self === 'member') && (
        <p>
          {v.t(sends ? 'messaging.announce.sent' : 'messaging.announce.told', { who: senders })}
        </p>
      )}
      {along !== '' && <p>{v.t('messaging.readers.along', { who: along })}</p>}
      {r.self === 'safeguarding' && <p>{v.t('messaging.readers.you-along')}</p>}
      {r.self === 'lead' && <p>{v.t('messaging.readers.you-lead')}</p>}
    </>
  );
}
