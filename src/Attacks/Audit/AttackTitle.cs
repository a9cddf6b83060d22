namespace Federated.Attacks.Audit;

/// <summary>Attacks as people write them: the command line has all in small letters.</summary>
public static class AttackTitle
{
    private static readonly string[] _titles = ["DLG", "iDLG", "IG", "GradInversion", "SME", "DLFA"];

    /// <summary>The title of a name.</summary>
    public static string Of(string name) => _titles.FirstOrDefault(title => title.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
}
