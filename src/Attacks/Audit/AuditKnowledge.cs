namespace Federated.Attacks.Audit;

/// <summary>A letter of <see cref="ThreatModel"/>, in words.</summary>
/// <param name="Letter">A to H</param>
/// <param name="Words">what it adds to the letters before it</param>
/// <param name="Attacks">attacks of this audit that need no more than this letter</param>
public sealed record AuditKnowledge(string Letter, string Words, IReadOnlyList<string> Attacks)
{
    /// <summary>What a letter adds to those before it.</summary>
    public static string Describe(ThreatModel threat) => threat switch
    {
        ThreatModel.A => "the model that went down and the update that came up",
        ThreatModel.B => "how images look in general (pixels have a range, neighbours are alike) and the number of samples",
        ThreatModel.C => "the client's hyper-parameters: learning rate, epochs, batch size",
        ThreatModel.D => "data like the client's, or other data of the same user",
        ThreatModel.E => "statistics of the client's own data",
        ThreatModel.F => "the power to send a model of its own making",
        ThreatModel.G => "such a model, made with data like the client's",
        _ => "clients of its own in the cohort",
    };
}
