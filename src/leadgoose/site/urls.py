"""All addresses. Each subject lists its own; this page only joins them."""

from django.urls import include, path

urlpatterns = [
    path("", include("leadgoose.accounts.web.urls")),
    path("", include("leadgoose.roster.web.urls")),
    path("", include("leadgoose.overview.web.urls")),
    path("", include("leadgoose.elections.web.urls")),
    path("", include("leadgoose.training.web.urls")),
    path("", include("leadgoose.recordbook.web.urls")),
    path("", include("leadgoose.production.web.urls")),
    path("", include("leadgoose.rights.web.urls")),
    path("", include("leadgoose.site.web.urls")),
]
handler403 = "leadgoose.site.errors.forbidden"
handler404 = "leadgoose.site.errors.not_found"
handler500 = "leadgoose.site.errors.broken"
