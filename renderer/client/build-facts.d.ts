interface ImportMetaEnv {
  /** Version of the application, put in by the build. */
  readonly VITE_VERSION?: string
}
