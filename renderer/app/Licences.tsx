/**
 * Whose software this is. The packages are those that the bundler found in the renderer (`third-party.json`, written by
 * the build; main and preload bundle nothing else); added is what these carry of others: fonts, and what is in Monaco.
 */
import font from '@expo-google-fonts/noto-sans-jp/LICENSE_FONT?raw'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import own from '../../LICENSE?raw'
import { bridge } from '../client/bridge.ts'
import { Awaited } from '../ui/Awaited.tsx'
import { MONACO_NOTICES } from '../workbench/monaco-notices.ts'
import styles from './Licences.module.css'

/** As Vite writes it; `text` is missing where a package ships none. */
interface Bundled {
  name: string
  version?: string
  identifier?: string
  text?: string
}

const CARRIED: readonly Bundled[] = [
  { name: 'Noto Sans JP', identifier: 'OFL-1.1', text: font },
  { name: 'monaco-editor: third-party notices', text: MONACO_NOTICES },
]

async function readBundled(): Promise<Bundled[]> {
  const answer = await fetch('third-party.json')
  if (!answer.ok) throw new Error(`third-party.json: ${answer.status}`)
  return (await answer.json()) as Bundled[]
}

export function Licences() {
  const { t } = useTranslation('app')
  const bundled = useQuery({ queryKey: ['third-party'], queryFn: readBundled, staleTime: Infinity })
  return (
    <>
      <p className={styles.own}>
        Visiting Workbench {bridge.appVersion && t('version', { version: bridge.appVersion })}
      </p>
      <Licence name="Visiting Workbench" identifier="Apache-2.0" text={own} />
      <h3 className={styles.title}>{t('about.thirdParty')}</h3>
      {bridge.host === 'desktop' && <p className="vw-dim">{t('about.electron')}</p>}
      <Awaited
        ready={bundled.data !== undefined}
        problem={bundled.error ? { title: t('about.missing') } : null}
      >
        {[...(bundled.data ?? []), ...CARRIED].map((one) => (
          <Licence key={one.name} {...one} />
        ))}
      </Awaited>
    </>
  )
}

function Licence({ name, version, identifier, text }: Bundled) {
  const { t } = useTranslation('app')
  return (
    <details className={styles.licence}>
      <summary>
        {name} {version} <span className="vw-dim">{identifier}</span>
      </summary>
      <pre className={styles.text}>{text ?? t('about.noText', { licence: identifier ?? '' })}</pre>
    </details>
  )
}
