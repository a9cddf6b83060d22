using Federated.Attacks.Audit;

namespace Federated.Attacks.Tests.Audit;

/// <summary>Audits that never ran.</summary>
internal static class Audits
{
    /// <summary>Nothing but a setting.</summary>
    public static AuditFile Empty { get; } = new()
    {
        Setting = new AuditSetting
        {
            Experiment = "ward",
            Family = "parameter server",
            Algorithm = "fedspeed",
            Subject = "fashion-mnist-mini, cnn-mean",
            Parameters = 100,
            Rounds = 9,
            Audited = [1, 5],
            Recorded = 6,
            Adversary = "An honest-but-curious coordinator",
            Knows = [new AuditKnowledge("A", AuditKnowledge.Describe(ThreatModel.A), ["analytic"]), new AuditKnowledge("B", AuditKnowledge.Describe(ThreatModel.B), ["SME"])],
        },
        Method = new AuditMethod
        {
            Commands = ["fed audit runs/ward"],
            Seed = ulong.MaxValue,
            Workers = 2,
            Seconds = 3,
            Budget = 600,
            SuccessPsnr = 20,
            Versions = new Dictionary<string, string> { ["federated"] = "1.0" },
        },
    };

    /// <summary>A row of the attack SME on client 3, with a worst image of so many decibels.</summary>
    public static AuditRow Row(int round, double worst) => new()
    {
        Attack = "SME",
        Threat = ThreatModel.B,
        Round = round,
        Client = 3,
        Samples = 8,
        Score = new AuditScore { Psnr = worst - 4, PsnrDeviation = 2, WorstPsnr = worst, Ssim = 0.5, LabelAccuracy = 0.875, SuccessRate = 0.25 },
        Seconds = 1.5,
    };

    /// <summary>The same behind a defence.</summary>
    public static AuditRow Defended(string strength, AttackerKind attacker, double worst, double? lost = null) =>
        Row(1, worst) with { Defence = strength.Split(' ')[0], Strength = strength, Level = 1, Attacker = attacker, AccuracyLost = lost };
}
