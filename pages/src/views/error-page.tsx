import type { PageFailure } from '@latchkey/common/pages';
import type { Site } from '../site';
import { texts } from '../texts/texts';
import { Layout } from './layout';

/** The page of a failure: what went wrong, and where to go from there. */
export function ErrorPage({ site, failure }: { readonly site: Site; readonly failure: PageFailure }) {
  const { title, message, visit } = failure;
  return (
    <Layout site={site} user={visit?.user} title={title} path={visit?.url.pathname ?? ''}>
      <div class="card">
        <h1>{title}</h1>
        <p>{message}</p>
        <p class="other">
          <a href={site.paths.home}>{texts.errors.toAccount}</a>
        </p>
      </div>
    </Layout>
  );
}
