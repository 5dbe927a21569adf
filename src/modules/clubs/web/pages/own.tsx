import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  ConfirmPanel,
  ErrorSummary,
  Form,
  LinkButton,
  PageHead,
  RadioGroup,
  TextField,
} from '#ui/index.ts';
import { noticeLevels, shareable } from '../../core/types.ts';
import type { getClub, getRoom } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Club = ViewOf<typeof getClub>;

function Head({ v, c, title, lead }: { v: View; c: Club; title: string; lead: string }) {
  return (
    <PageHead
      title={title}
      lead={lead}
      breadcrumbs={[
        { href: paths.clubs.href(), label: v.t('clubs.nav') },
        { href: paths.club.href({ clubId: c.id }), label: c.name },
      ]}
      breadcrumbsLabel={v.t('clubs.crumbs')}
    />
  );
}

const languages = ['en', 'fr', 'de', 'es', 'it', 'lv', 'nl', 'pl', 'pt', 'sv', 'nb', 'el', 'sl'];

/** What the others see of one, and of what one hears. */
export function CardPage({
  v,
  club: c,
  card,
}: {
  v: View;
  club: Club;
  card: NonNullable<ViewOf<typeof getRoom>['ownCard']>;
}) {
  const href = paths.card.href({ clubId: c.id });
  const f = bind(v, href, card);
  return (
    <>
      <Head v={v} c={c} title={v.t('clubs.card.title')} lead={v.t('clubs.card.lead')} />
      <ErrorSummary title={v.t('clubs.form.errors')} errors={f.errors} />
      <Form action={href}>
        <TextField
          {...f.text('roleWords')}
          label={v.t('clubs.card.role')}
          hint={v.t('clubs.card.role-hint')}
          optionalLabel={v.t('clubs.field.optional')}
        />
        <CheckboxGroup
          {...f.choices('languages')}
          label={v.t('clubs.card.languages')}
          options={languages.map((code) => ({ value: code, label: v.fmt.language(code) }))}
        />
        <TextField
          {...f.text('offers')}
          label={v.t('clubs.card.offers')}
          hint={v.t('clubs.card.offers-hint')}
          optionalLabel={v.t('clubs.field.optional')}
        />
        <CheckboxGroup
          {...f.choices('shares')}
          label={v.t('clubs.card.shares')}
          hint={v.t('clubs.card.shares-hint')}
          options={shareable.map((what) => ({
            value: what,
            label: v.t(`clubs.card.share.${what}`),
          }))}
        />
        <RadioGroup
          {...f.text('notice')}
          label={v.t('clubs.notice.title')}
          options={noticeLevels.map((level) => ({
            value: level,
            label: v.t(`clubs.notice.${level}`),
            hint: v.t(`clubs.notice.${level}-hint`),
          }))}
        />
        <ButtonRow>
          <Button>{v.t('clubs.card.save')}</Button>
          <LinkButton href={paths.club.href({ clubId: c.id })}>
            {v.t('clubs.kick-off.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

export function LeavePage({ v, club: c }: { v: View; club: Club }) {
  return (
    <>
      <Head v={v} c={c} title={v.t('clubs.leave.title')} lead={v.t('clubs.leave.lead')} />
      <ConfirmPanel
        title={v.t('clubs.leave.sure', { club: c.name })}
        action={paths.leave.href({ clubId: c.id })}
        confirmText={v.t('clubs.leave.button')}
        danger
        cancelHref={paths.club.href({ clubId: c.id })}
        cancelText={v.t('clubs.kick-off.back')}
      >
        <p>{v.t('clubs.leave.text')}</p>
      </ConfirmPanel>
    </>
  );
}
