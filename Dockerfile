# Makes the image of one service: docker build --build-arg SERVICE=examples/tickets -t latchkey-tickets .
# SERVICE is the folder of a workspace, by default auth. The scripts of its package.json say how it is built:
#   compile  makes dist/main.js, and what else it needs in dist/ and build/; assets/ is taken as it is
#   dev      compiles what changes, and restarts the service
ARG NODE_IMAGE=node:24-slim
ARG SERVICE=auth

FROM ${NODE_IMAGE} AS manifests
ARG SERVICE
WORKDIR /app
RUN chown 10001:10001 .
USER 10001:10001
# This user has no home, and npm wants to write into one.
ENV HOME=/tmp
COPY --chown=10001:10001 package.json package-lock.json tsconfig.base.json ./
COPY --chown=10001:10001 common/package.json common/
COPY --chown=10001:10001 ${SERVICE}/package.json ${SERVICE}/

# For skaffold dev: compiles what is synced into it and restarts the service.
FROM manifests AS dev
ARG SERVICE
RUN npm ci --ignore-scripts --workspace=common --workspace=${SERVICE} --include-workspace-root
COPY --chown=10001:10001 common common
COPY --chown=10001:10001 ${SERVICE} ${SERVICE}
WORKDIR /app/${SERVICE}
# Vite writes into the nearest node_modules, and the one of /app is read-only in the cluster.
RUN mkdir -p node_modules && npm run --silent compile
EXPOSE 3000 3001
CMD ["npm", "run", "--silent", "dev"]

FROM dev AS compiled
ARG SERVICE
WORKDIR /app
# The programs alone: sources, types, the library's help for tests and its commands stay outside.
RUN find common ${SERVICE} -mindepth 1 -maxdepth 1 ! -name dist ! -name build ! -name assets -exec rm -r {} + \
  && find common/dist ${SERVICE}/dist '(' -name '*.ts' -o -name '*.mts' -o -name '*.tsbuildinfo' ')' -delete \
  && rm -r common/dist/testing.* common/dist/commands common/dist/migrate common/dist/gate-check

FROM manifests AS dependencies
ARG SERVICE
# Packages bring their own tests, types and source maps, which nothing here reads.
RUN npm ci --ignore-scripts --omit=dev --workspace=common --workspace=${SERVICE} \
  && find . -depth '(' -name test -o -name tests -o -name specs -o -name '*.[cm]ts' -o -name '*.ts' -o -name '*.map' ')' -exec rm -r {} + \
  && rm package-lock.json tsconfig.base.json

FROM ${NODE_IMAGE}
ARG SERVICE
ARG REVISION=unknown
LABEL org.opencontainers.image.title="latchkey ${SERVICE}" \
  org.opencontainers.image.description="A service of Latchkey, authentication for services on Kubernetes" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production
WORKDIR /app
# Owned by root: the service cannot change its own program.
COPY --from=dependencies --chown=0:0 /app ./
COPY --from=compiled --chown=0:0 /app/common common
COPY --from=compiled --chown=0:0 /app/${SERVICE} ${SERVICE}
USER 10001:10001
WORKDIR /app/${SERVICE}
EXPOSE 3000 3001
CMD ["node", "dist/main.js"]
