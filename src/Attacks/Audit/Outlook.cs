namespace Federated.Attacks.Audit;

/// <summary>What is to be expected of an attack before it runs.</summary>
public enum Outlook
{
    /// <summary>Nothing speaks against it.</summary>
    Open,

    /// <summary>Outlines at best.</summary>
    Doubtful,

    /// <summary>Nothing that anybody would recognise: the figure is reported for completeness.</summary>
    Hopeless,
}
