namespace Federated.Learning.Data;

/// <summary>Where data sets are looked for when no folder is given.</summary>
/// <param name="Cache">folder with one subfolder per downloaded data set</param>
/// <param name="System">folder where packages of the operating system put data sets</param>
public sealed record DataLocations(string Cache, string System)
{
    private const string DebianFolder = "/usr/share/datasets";

    /// <summary>
    /// The usual places: <c>$XDG_CACHE_HOME/federated</c>, else <c>~/.cache/federated</c>, and Debian's folder of data sets.
    /// </summary>
    /// <param name="variable">reads an environment variable, null when it is not set</param>
    /// <param name="home">home folder of the user</param>
    public static DataLocations FromEnvironment(Func<string, string?> variable, string home)
    {
        var cache = variable("XDG_CACHE_HOME");

        // The XDG specification wants relative paths ignored.
        var root = !string.IsNullOrEmpty(cache) && Path.IsPathFullyQualified(cache) ? cache : Path.Combine(home, ".cache");
        return new DataLocations(Path.Combine(root, "federated"), DebianFolder);
    }

    /// <summary>Folder of one downloaded data set.</summary>
    public string CacheOf(string dataset) => Path.Combine(Cache, dataset);
}
