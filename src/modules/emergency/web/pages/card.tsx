import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
  Table,
  TextArea,
  TextField,
} from '#ui/index.ts';
import type { getCard } from '../../server/index.ts';
import { First112, Phone } from '../parts/call.tsx';
import { paths } from '../paths.ts';

export type Card = ViewOf<typeof getCard>;
type Props = { v: View; c: Card };

/** How many hours of duty stand on a card that scripts do not read. */
const shiftsShown = 6;

/** Works without a connection and without scripts; nothing on it needs to be opened first. */
export function CardPage({ v, c }: Props) {
  const country = c.country ?? c.home?.country ?? null;
  return (
    <>
      <PageHead
        title={v.t(c.isMine ? 'emergency.card.own' : 'emergency.card.of', { pupil: c.pupil })}
      />
      <First112 v={v} />
      {c.mayRaise && (
        <Form action={paths.raise.href({ mobilityId: c.id })} label={v.t('emergency.alarm.raise')}>
          <ButtonRow>
            <Button>{v.t('emergency.alarm.raise')}</Button>
          </ButtonRow>
        </Form>
      )}
      <OnDuty v={v} c={c} />
      <Say v={v} c={c} />
      <Section title={v.t('emergency.card.where')} id="where">
        {c.home ? (
          <p>
            <b>{c.home.name}</b>
            <br />
            {c.home.address}
            {country && <>, {v.fmt.country(country)}</>}
          </p>
        ) : (
          <p>{v.t('emergency.card.no-home')}</p>
        )}
      </Section>
      <Section title={v.t('emergency.card.numbers')} id="numbers">
        <Facts
          items={c.numbers.map((n) => ({
            label: v.t(`emergency.part.${n.what}`),
            value: (
              <>
                {n.name} {n.phone !== '' && <Phone number={n.phone} />}
              </>
            ),
          }))}
        />
      </Section>
      {c.words && <Words v={v} c={c} words={c.words} />}
      <Section title={v.t('emergency.card.on-paper')} id="paper">
        <LinkButton href={paths.cardPdf.href({ mobilityId: c.id })}>
          {v.t('emergency.card.get-pdf')}
        </LinkButton>
        <LinkButton href={paths.crisisPlan.href({ mobilityId: c.id })}>
          {v.t('emergency.crisis.get')}
        </LinkButton>
        <p>{v.t('emergency.crisis.what')}</p>
      </Section>
    </>
  );
}

/** Who is on duty: found by the phone's own clock, which says what it believes. */
function OnDuty({ v, c }: Props) {
  const shifts = c.shifts.map((s) => [
    s.from.epochMilliseconds,
    s.until.epochMilliseconds,
    s.name,
    s.phone,
  ]);
  const at = (instant: Temporal.Instant) => v.fmt.moment(instant, c.timeZone);
  return (
    <Section title={v.t('emergency.card.duty')} id="duty">
      {c.phone !== '' && (
        <p>
          <b>{v.t('emergency.card.any-hour')}</b> <Phone number={c.phone} />
        </p>
      )}
      {c.homePhone !== '' && (
        <p>
          {v.t('emergency.card.any-hour-home')} <Phone number={c.homePhone} />
        </p>
      )}
      <div
        data-duty={JSON.stringify(shifts)}
        data-zone={c.timeZone}
        data-printed={c.now.epochMilliseconds}
        data-clock-off=""
        data-now-text={v.t('emergency.card.now')}
        data-nobody-text={v.t('emergency.card.nobody')}
        data-over-text={v.t('emergency.card.over')}
        data-clock-text={v.t('emergency.card.clock', { at: '{at}' })}
        data-wrong-text={v.t('emergency.card.wrong-clock')}
        data-off-text={v.t('emergency.card.clock-off', { at: '{at}' })}
        data-lang={v.lang}
        aria-live="polite"
      />
      {c.shifts.length === 0 ? (
        <p>{v.t('emergency.card.no-duty')}</p>
      ) : (
        <Table
          caption={v.t('emergency.card.next', { zone: v.fmt.zone(c.timeZone) })}
          dense
          rowHeader="from"
          columns={[
            { key: 'from', label: v.t('emergency.rota.from') },
            { key: 'until', label: v.t('emergency.rota.until') },
            { key: 'who', label: v.t('emergency.rota.who') },
          ]}
          rows={c.shifts.slice(0, shiftsShown).map((s) => ({
            id: s.from.toString(),
            cells: {
              from: at(s.from),
              until: at(s.until),
              who: (
                <>
                  {s.name} {s.phone !== '' && <Phone number={s.phone} />}
                </>
              ),
            },
          }))}
        />
      )}
    </Section>
  );
}

function Say({ v, c }: Props) {
  // what the sentence is about, to be read on
  const known: Record<string, string | undefined> = {
    address: c.home?.address,
    phone: c.ownPhone,
  };
  const languages = [...new Set(c.sentences.flatMap((s) => s.said.map((x) => x.language)))];
  return (
    <Section title={v.t('emergency.card.say')} id="say">
      <p class="hint">{v.t('emergency.card.say-hint')}</p>
      <Table
        caption={v.t('emergency.card.say')}
        hideCaption
        rowHeader="own"
        columns={[
          { key: 'own', label: v.t('emergency.card.means') },
          ...languages.map((l) => ({ key: l, label: v.fmt.language(l) })),
        ]}
        rows={c.sentences.map((s) => ({
          id: s.id,
          cells: Object.fromEntries([
            // whoever reads it speaks this language: what they say is that they do not speak the other
            ['own', s.id === 'language' ? v.t('emergency.card.means-language') : s.own],
            ...languages.map((l) => [
              l,
              <>
                <b lang={l}>{s.said.find((x) => x.language === l)?.text ?? ''}</b>{' '}
                {known[s.id] ?? ''}
              </>,
            ]),
          ]),
        }))}
      />
      {languages.length === 0 && <p>{v.t('emergency.card.no-sentences')}</p>}
    </Section>
  );
}

function Words({ v, c, words }: Props & { words: NonNullable<Card['words']> }) {
  const insurance = [words.insurer, words.policy].filter(Boolean).join(' · ');
  return (
    <Section title={v.t('emergency.card.words')} id="words">
      <Facts
        items={[
          {
            label: v.t('emergency.card.insurance'),
            value: (
              <>
                {insurance || v.t('emergency.card.not-filled')}{' '}
                {words.insurerPhone !== '' && <Phone number={words.insurerPhone} />}
              </>
            ),
          },
          ...(words.ownPhone === ''
            ? []
            : [
                {
                  label: v.t('emergency.card.own-phone'),
                  value: <Phone number={words.ownPhone} />,
                },
              ]),
          ...(words.health === ''
            ? []
            : [{ label: v.t('emergency.card.health'), value: words.health }]),
        ]}
      />
      {c.mayFill && (
        <LinkButton href={paths.fillCard.href({ mobilityId: c.id })}>
          {v.t('emergency.card.fill')}
        </LinkButton>
      )}
    </Section>
  );
}

export function FillCardPage({ v, c }: Props) {
  const action = paths.fillCard.href({ mobilityId: c.id });
  const words = c.words;
  const f = bind(v, action, { ...words, agree: (words?.health ?? '') !== '' });
  return (
    <>
      <PageHead
        title={v.t('emergency.card.fill')}
        lead={v.t('emergency.card.fill-lead')}
        breadcrumbs={[
          {
            href: paths.cardOf.href({ mobilityId: c.id }),
            label: v.t('emergency.card.of', { pupil: c.pupil }),
          },
        ]}
        breadcrumbsLabel={v.t('emergency.crumbs')}
      />
      <ErrorSummary title={v.t('emergency.errors')} errors={f.errors} />
      <Form action={action} id="card" sensitive>
        <Hidden name="version" value={String(c.version)} />
        <TextField
          {...f.text('insurer')}
          label={v.t('emergency.card.insurer')}
          optionalLabel={v.t('emergency.optional')}
        />
        <TextField
          {...f.text('policy')}
          label={v.t('emergency.card.policy')}
          optionalLabel={v.t('emergency.optional')}
          width={20}
        />
        <TextField
          {...f.text('insurerPhone')}
          label={v.t('emergency.card.insurer-phone')}
          optionalLabel={v.t('emergency.optional')}
          type="tel"
          width={20}
        />
        <TextField
          {...f.text('ownPhone')}
          label={v.t('emergency.card.own-phone')}
          hint={v.t('emergency.card.own-phone-hint')}
          optionalLabel={v.t('emergency.optional')}
          type="tel"
          width={20}
        />
        {c.decidesHealth ? (
          <>
            <TextArea
              {...f.text('health')}
              label={v.t('emergency.card.health')}
              hint={v.t('emergency.card.health-hint')}
              optionalLabel={v.t('emergency.optional')}
              rows={3}
            />
            <Checkbox
              {...f.tick('agree')}
              label={v.t('emergency.card.agree')}
              hint={v.t('emergency.card.agree-hint')}
            />
          </>
        ) : (
          <Notice title={v.t('emergency.card.guardian-decides')} />
        )}
        <ButtonRow>
          <Button>{v.t('emergency.save')}</Button>
        </ButtonRow>
      </Form>
    </>
  );
}
