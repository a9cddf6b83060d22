using Federated.Learning.Data;

namespace Federated.Simulator.Commands;

/// <summary>Where this user's data sets are.</summary>
internal static class DataPlaces
{
    /// <summary>From the environment of the process.</summary>
    public static DataLocations Current() => DataLocations.FromEnvironment(
        Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
}
