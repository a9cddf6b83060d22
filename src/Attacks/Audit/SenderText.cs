namespace Federated.Attacks.Audit;

/// <summary>Who sent an update, in words.</summary>
public static class SenderText
{
    /// <summary>A client, or all that were summed.</summary>
    /// <param name="client">null: the update is the sum of a round's cohort</param>
    public static string Of(int? client) => client is { } id ? $"client {id}" : "sum of the cohort";
}
