namespace Federated.Simulator.Reports;

/// <summary>Reads <c>summary.json</c>.</summary>
internal static class SummaryFile
{
    /// <summary>Reads the keys a report shows; unknown keys are ignored.</summary>
    public static RunSummary Read(string path)
    {
        var fields = JsonFields.Parse(File.ReadAllText(path), path);
        return new RunSummary
        {
            Name = fields.RequiredText("name"),
            Algorithm = fields.RequiredText("algorithm"),
            Family = fields.Text("family"),
            Transport = fields.Text("transport"),
            Outcome = fields.Text("outcome"),
            Rounds = (int?)fields.Whole("rounds", 0, int.MaxValue),
            Seed = fields.Seed("seed"),
            Parameters = fields.Whole("parameters", 0, long.MaxValue),
            ModelSha256 = fields.Text("model_sha256"),
            Seconds = fields.Amount("seconds"),
            ClientUpdatesPerSecond = fields.Amount("client_updates_per_second"),
            SgdStepsPerSecond = fields.Amount("sgd_steps_per_second"),
            PeakRssBytes = fields.Amount("peak_rss_bytes"),
            Versions = fields.Texts("versions"),
        };
    }
}
