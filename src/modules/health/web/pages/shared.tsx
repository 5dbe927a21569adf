import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  PrintButton,
  Prose,
  RadioGroup,
  Section,
  StatusTag,
  Table,
  TextArea,
  Timeline,
} from '#ui/index.ts';
import { emergencyMinutes, reasonLength } from '../../core/index.ts';
import type {
  getCareNote,
  getEmergency,
  getEnvelope,
  getNoteToCheck,
  getNoteToWrite,
  listDestructions,
  lookInside,
} from '../../server/index.ts';
import { SignedPart, Words } from '../parts/paper.tsx';
import { PartTag } from '../parts/whose.tsx';
import { paths } from '../paths.ts';

export type Envelope = ViewOf<typeof getEnvelope>;
type Emergency = ViewOf<typeof getEmergency>;
type Note = ViewOf<typeof getCareNote>;
type ToWrite = ViewOf<typeof getNoteToWrite>;
type ToCheck = ViewOf<typeof getNoteToCheck>;
export type Inside = Extract<Awaited<ReturnType<(typeof lookInside)['run']>>, { ok: true }>;

function DossierHead({
  v,
  data,
  title,
  lead,
  print,
}: {
  v: View;
  data: { mobilityId: string; pupil: string };
  title: string;
  lead?: string;
  print?: boolean;
}) {
  return (
    <PageHead
      title={title}
      lead={lead}
      actions={print && <PrintButton text={v.t('health.print')} />}
      breadcrumbs={[
        { href: mobilityPaths.dossier.href({ mobilityId: data.mobilityId }), label: data.pupil },
      ]}
      breadcrumbsLabel={v.t('health.crumbs')}
    />
  );
}

/** How far the record is, for those who must not read it. */
export function EnvelopeFacts({ v, data }: { v: View; data: Envelope }) {
  return (
    <Facts
      items={[
        ...data.parts.map((part) => ({
          label: v.t(`health.part.${part.part}`),
          value: (
            <>
              <PartTag v={v} part={part} />
              {part.state !== 'signed' && (
                <p>
                  {v.t(`health.envelope.from.${part.part}`, {
                    who: v.fmt.list(data.deciders) || data.pupil,
                  })}
                </p>
              )}
            </>
          ),
        })),
        {
          label: v.t('health.confirmed'),
          value: data.confirmedAt ? v.fmt.moment(data.confirmedAt) : v.t('health.confirmed-not'),
        },
        {
          label: v.t('health.note.title'),
          value: v.t(
            data.noteAccepted
              ? 'health.note.state.accepted'
              : data.noteProposed
                ? 'health.note.state.proposed'
                : 'health.note.state.none',
          ),
        },
      ]}
    />
  );
}

/** The sealed envelope: it is there, or something is missing, and one click reminds. */
export function EnvelopePage({ v, data }: { v: View; data: Envelope }) {
  const here = { mobilityId: data.mobilityId };
  const action = paths.remind.href(here);
  const f = bind(v, action);
  return (
    <>
      <DossierHead
        v={v}
        data={data}
        title={v.t('health.envelope.title', { pupil: data.pupil })}
        lead={v.t(data.may.readRecord ? 'health.envelope.lead-own' : 'health.envelope.lead')}
      />
      <ErrorSummary title={v.t('health.errors')} errors={f.errors} />
      {data.destroyedAt && (
        <Notice tone="stop" title={v.t('health.destroyed-at', { at: data.destroyedAt })} />
      )}
      <EnvelopeFacts v={v} data={data} />
      <ButtonRow>
        {data.may.readRecord && (
          <LinkButton kind="primary" href={paths.record.href({ pupilId: data.pupilId })}>
            {v.t('health.envelope.own')}
          </LinkButton>
        )}
        {data.may.writeNote && (
          <LinkButton href={paths.writeNote.href(here)}>
            {v.t(data.noteAccepted ? 'health.note.write-new' : 'health.note.write')}
          </LinkButton>
        )}
        {data.may.readNote && data.noteAccepted && (
          <LinkButton href={paths.note.href(here)}>{v.t('health.note.read')}</LinkButton>
        )}
        {data.may.checkNote && data.noteProposed && (
          <LinkButton href={paths.checkNote.href(here)}>{v.t('health.note.check')}</LinkButton>
        )}
      </ButtonRow>
      {data.may.remind && (data.missing.length > 0 || data.confirmedAt === null) && (
        <Section title={v.t('health.remind.title')}>
          <p>
            {v.t('health.remind.who', { who: v.fmt.list(data.deciders) || data.pupil })}{' '}
            {data.remindedAt && v.t('health.remind.last', { at: data.remindedAt })}
          </p>
          <Form action={action}>
            <Button kind="quiet">{v.t('health.remind.button')}</Button>
          </Form>
        </Section>
      )}
      {data.may.breakGlass && (
        <Section title={v.t('health.emergency.title')}>
          <p>{v.t('health.emergency.when')}</p>
          <LinkButton kind="danger" href={paths.emergency.href(here)}>
            {v.t('health.emergency.open')}
          </LinkButton>
        </Section>
      )}
    </>
  );
}

/** Breaking the glass: what it means, the reason, and then what is inside for an hour. */
export function EmergencyPage({
  v,
  data,
  inside,
}: {
  v: View;
  data: Emergency;
  inside: Inside | null;
}) {
  const here = { mobilityId: data.mobilityId };
  const action = paths.emergency.href(here);
  const f = bind(v, action);
  const envelope = paths.envelope.href(here);
  if (inside) {
    return (
      <>
        <DossierHead
          v={v}
          data={data}
          title={v.t('health.emergency.inside', { pupil: data.pupil })}
        />
        <Notice
          tone="late"
          title={v.t('health.emergency.until', { time: v.fmt.time(inside.until) })}
        >
          <p>{v.t('health.emergency.each-look')}</p>
        </Notice>
        {inside.parts.map((part) => (
          <SignedPart key={part.part} v={v} part={part} />
        ))}
      </>
    );
  }
  return (
    <>
      <DossierHead
        v={v}
        data={data}
        title={v.t('health.emergency.ask', { pupil: data.pupil })}
        lead={v.t('health.emergency.lead')}
      />
      <ErrorSummary title={v.t('health.errors')} errors={f.errors} />
      {!data.possible || data.parts.length === 0 ? (
        <Notice title={v.t(data.possible ? 'health.emergency.empty' : 'health.emergency.over')}>
          <LinkButton href={envelope}>{v.t('health.back')}</LinkButton>
        </Notice>
      ) : (
        <>
          <Prose>
            <ul>
              <li>{v.t('health.emergency.told', { pupil: data.pupil })}</li>
              <li>{v.t('health.emergency.minutes', { minutes: emergencyMinutes })}</li>
              <li>{v.t('health.emergency.logged')}</li>
            </ul>
          </Prose>
          <Form action={action} sensitive>
            <TextArea
              {...f.text('reason')}
              label={v.t('health.emergency.reason')}
              hint={v.t('health.emergency.reason-hint', { min: reasonLength.min })}
              rows={4}
            />
            <ButtonRow>
              <Button kind="danger">{v.t('health.emergency.break')}</Button>
              <LinkButton href={envelope}>{v.t('health.not-now')}</LinkButton>
            </ButtonRow>
          </Form>
        </>
      )}
    </>
  );
}

function Gone({ v, since }: { v: View; since: Temporal.Instant | null }) {
  return (
    since && (
      <Notice tone="stop" title={v.t('health.destroyed-at', { at: since })}>
        <p>{v.t('health.destroyed-text')}</p>
      </Notice>
    )
  );
}

/** What the family reads: how to look after their guest day by day. */
export function NotePage({ v, data }: { v: View; data: Note }) {
  const here = { mobilityId: data.mobilityId };
  return (
    <>
      <DossierHead
        v={v}
        data={data}
        title={v.t('health.note.for', { pupil: data.pupil })}
        lead={data.note ? v.t('health.note.lead') : undefined}
      />
      <Gone v={v} since={data.goneSince} />
      {data.proposed && (
        <Notice title={v.t(data.note ? 'health.note.newer' : 'health.note.first')}>
          {data.may.check && (
            <LinkButton kind="primary" href={paths.checkNote.href(here)}>
              {v.t('health.note.check')}
            </LinkButton>
          )}
        </Notice>
      )}
      {data.note ? (
        <NoteWords v={v} note={data.note} />
      ) : (
        !(data.goneSince || data.proposed) && (
          <EmptyState title={v.t('health.note.none')} text={v.t('health.note.none-text')} />
        )
      )}
      <ButtonRow>
        {data.note && (
          <LinkButton href={paths.printNote.href(here)}>{v.t('health.note.to-print')}</LinkButton>
        )}
        {data.may.write && (
          <LinkButton href={paths.writeNote.href(here)}>{v.t('health.note.write-new')}</LinkButton>
        )}
      </ButtonRow>
      {data.note && data.may.end && (
        <Section title={v.t('health.note.end-title')}>
          <p>{v.t('health.note.end-text')}</p>
          <Form action={paths.endNote.href(here)}>
            <Hidden name="number" value={String(data.note.number)} />
            <Button kind="quiet">{v.t('health.note.end')}</Button>
          </Form>
        </Section>
      )}
    </>
  );
}

function NoteWords({ v, note }: { v: View; note: NonNullable<Note['note']> }) {
  return (
    <>
      <Words text={note.text} />
      <p class="hint">
        {v.t('health.note.by', {
          by: note.org ? v.t('health.looks.who', { by: note.by, org: note.org }) : note.by,
          at: note.writtenAt,
        })}{' '}
        {note.decidedAt &&
          note.state === 'accepted' &&
          v.t('health.note.accepted-by', { by: note.decidedBy, at: note.decidedAt })}
      </p>
    </>
  );
}

/** On paper for the kitchen door: the note and nothing else. */
export function PrintNotePage({ v, data }: { v: View; data: Note }) {
  return (
    <>
      <DossierHead
        v={v}
        data={data}
        title={v.t('health.note.for', { pupil: data.pupil })}
        lead={v.t('health.note.paper')}
        print
      />
      <Gone v={v} since={data.goneSince} />
      {data.note && <NoteWords v={v} note={data.note} />}
    </>
  );
}

function Versions({ v, versions }: { v: View; versions: ToWrite['versions'] }) {
  if (versions.length === 0) return null;
  return (
    <Section title={v.t('health.note.versions')}>
      <Timeline
        items={versions.map((n) => ({
          id: String(n.number),
          dateText: v.fmt.moment(n.decidedAt ?? n.writtenAt),
          datetime: (n.decidedAt ?? n.writtenAt).toString(),
          who: n.decidedAt ? n.decidedBy : n.by,
          what: v.t(`health.note.version.${n.state}`, { number: n.number, by: n.by }),
        }))}
      />
    </Section>
  );
}

/** Written by a person, never derived: what the family must know, and no more. */
export function WriteNotePage({ v, data }: { v: View; data: ToWrite }) {
  const here = { mobilityId: data.mobilityId };
  const action = paths.writeNote.href(here);
  const f = bind(v, action, { text: data.text });
  const who = v.fmt.list(data.deciders) || data.pupil;
  return (
    <>
      <DossierHead
        v={v}
        data={data}
        title={v.t('health.note.write-title', { pupil: data.pupil })}
        lead={v.t('health.note.write-lead', { who })}
      />
      <ErrorSummary title={v.t('health.errors')} errors={f.errors} />
      <Gone v={v} since={data.goneSince} />
      {data.remark && (
        <Notice tone="now" title={v.t('health.note.remark')}>
          <Words text={data.remark} />
        </Notice>
      )}
      {data.waiting && (
        <Notice tone="wait" title={v.t('health.note.waiting', { who })}>
          <p>{v.t('health.note.waiting-text')}</p>
          {data.waiting.mine && (
            <Form action={paths.endNote.href(here)}>
              <Hidden name="number" value={String(data.waiting.number)} />
              <Button kind="quiet">{v.t('health.note.take-back')}</Button>
            </Form>
          )}
        </Notice>
      )}
      {data.over ? (
        <Notice title={v.t('health.note.stay-over')} />
      ) : (
        <Form action={action} sensitive>
          <TextArea
            {...f.text('text')}
            label={v.t('health.note.text')}
            hint={v.t('health.note.text-hint')}
            rows={12}
          />
          <ButtonRow>
            <Button>{v.t('health.note.propose')}</Button>
            <LinkButton href={paths.envelope.href(here)}>{v.t('health.not-now')}</LinkButton>
          </ButtonRow>
        </Form>
      )}
      <Versions v={v} versions={data.versions} />
    </>
  );
}

/** The family checks what others would tell a host family. */
export function CheckNotePage({ v, data }: { v: View; data: ToCheck }) {
  const here = { mobilityId: data.mobilityId };
  const action = paths.checkNote.href(here);
  const f = bind(v, action);
  return (
    <>
      <DossierHead
        v={v}
        data={data}
        title={v.t('health.note.check-title', { pupil: data.pupil })}
        lead={v.t('health.note.check-lead')}
      />
      <ErrorSummary title={v.t('health.errors')} errors={f.errors} />
      <Gone v={v} since={data.goneSince} />
      {data.proposed ? (
        <>
          <Section title={v.t('health.note.proposed')}>
            <NoteWords v={v} note={data.proposed} />
          </Section>
          <Form action={action} sensitive>
            <Hidden name="number" value={String(data.proposed.number)} />
            <RadioGroup
              name="answer"
              label={v.t('health.note.answer')}
              value={f.text('answer').value}
              error={f.text('answer').error}
              options={[
                {
                  value: 'accept',
                  label: v.t('health.note.accept'),
                  hint: v.t('health.note.accept-hint'),
                },
                {
                  value: 'send_back',
                  label: v.t('health.note.send-back'),
                  hint: v.t('health.note.send-back-hint'),
                },
              ]}
            />
            <TextArea
              {...f.text('remark')}
              label={v.t('health.note.remark-field')}
              optionalLabel={v.t('health.note.remark-when')}
              rows={4}
            />
            <Button>{v.t('health.note.send')}</Button>
          </Form>
        </>
      ) : (
        <EmptyState
          title={v.t('health.note.nothing-to-check')}
          text={v.t('health.note.nothing-to-check-text')}
        />
      )}
      {data.accepted && (
        <Section title={v.t('health.note.now')}>
          <NoteWords v={v} note={data.accepted} />
        </Section>
      )}
      <Versions v={v} versions={data.versions} />
    </>
  );
}

/** For the administrator: whose record is to be destroyed, and nothing of what it says. */
export function DestructionsPage({ v, data }: { v: View; data: ViewOf<typeof listDestructions> }) {
  return (
    <>
      <PageHead title={v.t('health.destructions.title')} lead={v.t('health.destructions.lead')} />
      {data.rows.length === 0 ? (
        <EmptyState
          title={v.t('health.destructions.none')}
          text={v.t('health.destructions.none-text')}
        />
      ) : (
        <Table
          caption={v.t('health.destructions.title')}
          hideCaption
          rowHeader="pupil"
          columns={[
            { key: 'pupil', label: v.t('health.destructions.pupil') },
            { key: 'why', label: v.t('health.destructions.why') },
            { key: 'do', label: v.t('health.destructions.do'), hideLabel: true },
          ]}
          rows={data.rows.map((r) => ({
            id: r.recordId,
            cells: {
              pupil: r.pupil,
              why: (
                <StatusTag
                  tone="now"
                  text={
                    r.askedAt
                      ? v.t('health.destructions.asked', { at: r.askedAt })
                      : v.t('health.destructions.over', { date: r.over })
                  }
                />
              ),
              do: (
                <a href={paths.destroyNow.href({ recordId: r.recordId })}>
                  {v.t('health.destructions.open')}
                </a>
              ),
            },
          }))}
        />
      )}
    </>
  );
}

export function DestroyNowPage({
  v,
  row,
}: {
  v: View;
  row: ViewOf<typeof listDestructions>['rows'][number];
}) {
  const action = paths.destroyNow.href({ recordId: row.recordId });
  const f = bind(v, action);
  return (
    <>
      <PageHead
        title={v.t('health.destructions.confirm', { pupil: row.pupil })}
        lead={v.t('health.destructions.confirm-lead')}
        breadcrumbs={[{ href: paths.destructions.href(), label: v.t('health.destructions.title') }]}
        breadcrumbsLabel={v.t('health.crumbs')}
      />
      <ErrorSummary title={v.t('health.errors')} errors={f.errors} />
      <Form action={action} sensitive>
        <Checkbox
          {...f.tick('sure')}
          label={v.t('health.destructions.sure', { pupil: row.pupil })}
        />
        <ButtonRow>
          <Button kind="danger">{v.t('health.destructions.button')}</Button>
          <LinkButton href={paths.destructions.href()}>{v.t('health.not-now')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
