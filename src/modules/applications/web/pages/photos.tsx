import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  EmptyState,
  FileField,
  Form,
  Hidden,
  PageHead,
  Section,
  TextField,
} from '#ui/index.ts';
import { photosAtMost } from '../../core/schema.ts';
import type { listPhotos } from '../../server/index.ts';
import { Faults } from '../parts/status.tsx';
import { paths } from '../paths.ts';

type Photos = ViewOf<typeof listPhotos>;

/** One photo with its words; what it shows is read aloud. */
function Photo({ p, list }: { p: Photos['photos'][number]; list: Photos }) {
  return (
    <figure class="photo">
      <img
        src={paths.photo.href({ applicationId: list.applicationId, photoId: p.id })}
        alt={p.alt}
        width={p.width}
        height={p.height}
        loading="lazy"
      />
      {p.caption && <figcaption>{p.caption}</figcaption>}
    </figure>
  );
}

/** The photos as a host family sees them. */
export function PhotoList({ list }: { list: Photos }) {
  return (
    <div class="photos">
      {list.photos.map((p) => (
        <Photo key={p.id} p={p} list={list} />
      ))}
    </div>
  );
}

/** The pupil's own album: add, say what is on it, put it in order, take it away. */
export function PhotosPage({ v, list }: { v: View; list: Photos }) {
  const at = { applicationId: list.applicationId };
  const f = bind(v, paths.photos.href(at));
  return (
    <>
      <PageHead
        title={
          list.mayChange
            ? v.t('applications.photos.title')
            : v.t('applications.photos.title-of', { pupil: list.pupil })
        }
        lead={list.mayChange ? v.t('applications.photos.lead', { max: photosAtMost }) : undefined}
        breadcrumbs={[
          {
            href: paths.application.href(at),
            label: list.mayChange
              ? v.t('applications.application.title')
              : v.t('applications.application.title-of', { pupil: list.pupil }),
          },
        ]}
        breadcrumbsLabel={v.t('applications.crumbs')}
      />
      <Faults v={v} />
      {list.photos.length === 0 && !list.mayChange && (
        <EmptyState
          title={v.t('applications.photos.none')}
          text={v.t('applications.photos.none-text', { pupil: list.pupil })}
        />
      )}
      {list.photos.map((p, i) => {
        const one = { ...at, photoId: p.id };
        const g = bind(v, paths.photoChange.href(one), { alt: p.alt, caption: p.caption });
        return (
          <Section
            key={p.id}
            title={p.caption || v.t('applications.photos.number', { number: i + 1 })}
            level={3}
          >
            <Photo p={{ ...p, caption: '' }} list={list} />
            {list.mayChange && (
              <Details summary={v.t('applications.photos.change', { number: i + 1 })}>
                <Form action={paths.photoChange.href(one)}>
                  <Hidden name="version" value={String(p.version)} />
                  <TextField {...g.text('alt')} label={v.t('applications.photos.alt')} required />
                  <TextField
                    {...g.text('caption')}
                    label={v.t('applications.photos.caption')}
                    optionalLabel={v.t('applications.optional')}
                  />
                  <ButtonRow>
                    <Button>{v.t('applications.photos.save')}</Button>
                    {i > 0 && (
                      <Button kind="quiet" name="earlier" value="yes">
                        {v.t('applications.photos.earlier')}
                      </Button>
                    )}
                    <Button kind="danger" formaction={paths.photoRemove.href(one)}>
                      {v.t('applications.photos.remove')}
                    </Button>
                  </ButtonRow>
                </Form>
              </Details>
            )}
          </Section>
        );
      })}
      {list.mayChange && list.photos.length < photosAtMost && (
        <Section title={v.t('applications.photos.add')}>
          <Form action={paths.photos.href(at)} multipart>
            <FileField
              name="file"
              label={v.t('applications.photos.file')}
              hint={v.t('applications.photos.file-hint')}
              error={f.text('file').error ?? f.text('content').error}
              accept="image/jpeg,image/png,image/webp"
              required
            />
            <TextField
              {...f.text('alt')}
              label={v.t('applications.photos.alt')}
              hint={v.t('applications.photos.alt-hint')}
              required
            />
            <TextField
              {...f.text('caption')}
              label={v.t('applications.photos.caption')}
              optionalLabel={v.t('applications.optional')}
            />
            <ButtonRow>
              <Button>{v.t('applications.photos.add-button')}</Button>
            </ButtonRow>
          </Form>
          <p class="hint">{v.t('applications.photos.who-sees')}</p>
        </Section>
      )}
    </>
  );
}
