#include "client/install/places.h"

namespace skillwake::client {
namespace {

namespace fs = std::filesystem;

/// The repository that `folder` lies in, else `folder` itself.
fs::path project_root(const fs::path& folder) {
    std::error_code failed;
    for (auto at = folder; !at.empty(); at = at.parent_path()) {
        if (fs::exists(at / ".git", failed)) {
            return at;
        }
        if (at == at.parent_path()) {
            break;
        }
    }
    return folder;
}

}  // namespace

InstallPlaces install_places(const Context& context) {
    // share/ lies beside the programs' folder, where they are installed and where they are built.
    return {context.environment, project_root(request_cwd(context).value_or("")),
            context.own_folder / "skillwake", (context.own_folder / "../share").lexically_normal()};
}

}  // namespace skillwake::client
