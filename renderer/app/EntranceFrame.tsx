import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { bridge } from '../client/bridge.ts'
import { Appearance } from './Appearance.tsx'
import { BrandMark } from './BrandMark.tsx'
import styles from './Entrance.module.css'

/** The frame of the screens before the shell: brand, a card, language and theme at the foot. */
export function EntranceFrame({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  const { t } = useTranslation('app')
  return (
    <div className={styles.screen}>
      <main className={styles.middle}>
        <div className={`${styles.card} ${wide ? styles.wide : styles.narrow}`}>{children}</div>
      </main>
      <footer className={styles.foot}>
        <span>{t('version', { version: bridge.appVersion })}</span>
        <span className={styles.spacer} />
        <Appearance />
      </footer>
    </div>
  )
}

/** The mark and name of the product, as it stands over everything before sign-in. */
export function Brand() {
  return (
    <div className={styles.brand}>
      <BrandMark size={26} />
      <span className={styles.brandName}>Visiting Workbench</span>
    </div>
  )
}
